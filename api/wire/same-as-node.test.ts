import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRandom, drawRequests } from "@/api/testing/draw-requests";
import { readPlainConnections } from "@/api/wire/plain-connections";

// A server whose connections are read before Node's parser takes the same bytes for the same requests as one that is Node's alone.
// KEYDESK_WIRE_CASES and KEYDESK_WIRE_SEED try more, and others.

const cases = Number(process.env.KEYDESK_WIRE_CASES ?? 400);
const seed = Number(process.env.KEYDESK_WIRE_SEED ?? 1);
const atOnce = 100;
const silentMsMax = 1_500;
/** Where the two differ, a busy machine may have kept one of them silent: the same bytes are sent once more, and waited for so long. */
const patientMsMax = 20_000;

/** Requests by the port of their client; `message` where Node read it, which says whether all of it came. */
type Taken = { readonly what: string; readonly message?: IncomingMessage };
type Reader = { readonly server: Server; readonly taken: Map<number, Taken[]>; laneTook: number };

let lane: Reader;
let node: Reader;
beforeAll(async () => {
  [lane, node] = [await openReader(true), await openReader(false)];
});
afterAll(() => {
  for (const { server } of [lane, node]) {
    server.close();
    server.closeAllConnections();
  }
});

async function openReader(hasLane: boolean): Promise<Reader> {
  const ports = new WeakMap<object, number>();
  const server = createServer((request, response) => {
    const { method, url, rawHeaders } = request;
    note(request.socket, { what: JSON.stringify([method, url, rawHeaders]), message: request });
    request.resume().on("end", () => response.end("ok"));
  });
  const reader: Reader = { server, taken: new Map(), laneTook: 0 };
  const note = (socket: object, one: Taken) => {
    const port = ports.get(socket)!;
    reader.taken.set(port, [...(reader.taken.get(port) ?? []), one]);
  };
  for (const event of ["clientError", "upgrade", "connect"]) {
    server.on(event, (_: unknown, socket: { destroy(): void }) => socket.destroy());
  }
  if (hasLane) {
    readPlainConnections(server, {
      take({ method, url, rawHeaders }, socket) {
        if (url.includes("nothing")) return null;
        return (_bytes, _start, _end, respond) => {
          reader.laneTook += 1;
          note(socket, { what: JSON.stringify([method, url, rawHeaders]) });
          respond(200, "", "ok", 2);
        };
      },
    });
  }
  server.prependListener("connection", (socket) => {
    const port = socket.remotePort ?? 0;
    ports.set(socket, port);
    // An earlier client may have had the same.
    reader.taken.delete(port);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return reader;
}

/** What the server took for whole requests, and whether it ended the connection. */
async function send({ server, taken }: Reader, pieces: readonly Buffer[], silentMs: number) {
  const socket = connect({ host: "127.0.0.1", port: (server.address() as AddressInfo).port });
  let isClosed = false;
  let heardAt = performance.now();
  socket.on("error", () => undefined);
  socket.on("close", () => {
    isClosed = true;
  });
  socket.on("data", () => {
    heardAt = performance.now();
  });
  await once(socket, "connect");
  const port = socket.localPort!;
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((next) => setTimeout(next, 20));
  }
  while (!isClosed && performance.now() - heardAt < silentMs) {
    await new Promise((next) => setTimeout(next, 5));
  }
  const whole = (taken.get(port) ?? []).filter(({ message }) => message === undefined || message.complete);
  const fate = { taken: whole.map(({ what }) => what), isClosed };
  socket.destroy();
  return fate;
}

test(`${cases} connections are read as Node's server alone reads them`, async () => {
  let requests = 0;
  for (let from = 0; from < cases; from += atOnce) {
    const numbers = Array.from(
      { length: Math.min(atOnce, cases - from) },
      (_, i) => seed * 1_000_003 + from + i,
    );
    await Promise.all(
      numbers.map(async (number) => {
        const pieces = drawRequests(createRandom(number));
        const both = (silentMs: number) =>
          Promise.all([send(lane, pieces, silentMs), send(node, pieces, silentMs)]);
        let [ours, nodes] = await both(silentMsMax);
        if (!isDeepStrictEqual(ours, nodes)) [ours, nodes] = await both(patientMsMax);
        expect({ number, ...ours, sent: String(pieces) }).toEqual({ number, ...nodes, sent: String(pieces) });
        requests += nodes.taken.length;
      }),
    );
  }
  // Else this would prove nothing.
  expect(requests).toBeGreaterThan(cases / 2);
  expect(lane.laneTook).toBeGreaterThan(cases / 4);
});
