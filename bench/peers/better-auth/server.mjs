// `verifyApiKey` behind a bare node:http server: it is for servers only and has no address of its own.
import { createServer } from "node:http";
import { auth } from "./auth.mjs";

const server = createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => {
    if (chunks.length === 0) return response.writeHead(400, { "content-length": 0 }).end();
    const { token } = JSON.parse(Buffer.concat(chunks).toString());
    const answer = await auth.api.verifyApiKey({ body: { key: token } });
    const body = JSON.stringify(answer);
    response.writeHead(answer.valid ? 200 : 401, {
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
