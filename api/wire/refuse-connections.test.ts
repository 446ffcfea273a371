import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { refuseConnections } from "@/api/wire/refuse-connections";

let server: Server;
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

const refusal =
  "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const question = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

async function openServer(bounds: { servedMax: number; toldMax: number; lingerMs: number }) {
  server = createServer((_request, response) => response.end("ok"));
  refuseConnections(server, bounds, () => refusal);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
}

/** A client that keeps its half open for as long as it is let. */
async function open() {
  const socket = connect({ port: (server.address() as AddressInfo).port, allowHalfOpen: true });
  let said = "";
  let isEnded = false;
  socket.on("data", (chunk) => {
    said += chunk.toString("latin1");
  });
  socket
    .on("error", () => undefined)
    .on("end", () => {
      isEnded = true;
    });
  await once(socket, "connect");
  return { socket, said: () => said, isEnded: () => isEnded };
}

const until = (is: () => boolean) => expect.poll(is, { interval: 5, timeout: 20_000 }).toBe(true);

test("a connection too many is told so, whatever it sends, and room that is made is given to the next", async () => {
  await openServer({ servedMax: 2, toldMax: 10, lingerMs: 60_000 });
  const served = [await open(), await open()];
  for (const { socket, said } of served) {
    socket.write(question);
    await until(() => said().endsWith("ok"));
  }
  const refused = await open();
  refused.socket.write(question.repeat(1_000));
  await until(() => refused.said() === refusal);
  await until(refused.isEnded);

  served[0]!.socket.destroy();
  // When the server has noticed.
  await expect
    .poll(async () => {
      const { socket, said } = await open();
      socket.write(question);
      await until(() => said().includes("\r\n\r\n"));
      return said().startsWith("HTTP/1.1 200");
    })
    .toBe(true);
  served[1]!.socket.write(question);
  await until(() => served[1]!.said().endsWith("ok") && served[1]!.said().split("200 OK").length === 3);
});

test("who was told and does not leave is cut off, and who comes when even those are too many is closed without a word", async () => {
  await openServer({ servedMax: 0, toldMax: 2, lingerMs: 1_000 });
  const told = [await open(), await open()];
  const dropped = await open();
  await until(dropped.isEnded);
  expect(dropped.said()).toBe("");
  const held = () => new Promise<number>((tell) => server.getConnections((_error, count) => tell(count)));
  expect(await held()).toBe(2);
  await expect.poll(held).toBe(0);
  expect(told.map(({ said }) => said())).toEqual([refusal, refusal]);
  const later = await open();
  await until(() => later.said() === refusal);
});
