// A server with a known flaw, to try generators on: it answers at once, but for a tenth of each second it does nothing.
import { createServer } from "node:http";

const stallMs = 100;
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "text/plain", "content-length": 3 }).end("ok\n");
});
setInterval(() => {
  const until = performance.now() + stallMs;
  while (performance.now() < until);
}, 1_000);
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
