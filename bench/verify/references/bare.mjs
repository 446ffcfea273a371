// A bare node:http server: reads the body, answers 200 with as many bytes as a verification has. The limit of the machine.
import { createServer } from "node:http";

const body = JSON.stringify({ verdict: "valid", padding: "x".repeat(Number(process.env.BODY_BYTES) - 34) });
const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, {
      "content-type": "application/json; charset=utf-8",
      "content-length": body.length,
    });
    response.end(body);
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
