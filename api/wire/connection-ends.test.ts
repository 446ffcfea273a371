import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Respond, readPlainConnections } from "@/api/wire/plain-connections";

// When connections end: who says nothing, who says no more, and all of them when the server closes.

const question = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
// Far longer than anything here takes that does not wait for it, also where the machine is busy.
const keepAliveMs = 6_000;
const servers: Server[] = [];
let server: Server;
afterEach(() => {
  for (const one of servers.splice(0)) {
    one.close();
    one.closeAllConnections();
  }
});

/** A server whose questions are answered by `answer`, and a client of it. */
async function openWire(answer: (respond: Respond) => void, keptMs = keepAliveMs, idleMs = 0) {
  server = createServer();
  servers.push(server);
  server.requestTimeout = 300;
  server.keepAliveTimeout = keptMs;
  readPlainConnections(server, { take: () => (_bytes, _start, _end, respond) => answer(respond) }, idleMs);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket: Socket = connect({ port: (server.address() as AddressInfo).port });
  let said = "";
  const startedAt = performance.now();
  const ended = once(socket, "end").then(() => performance.now() - startedAt);
  ended.catch(() => undefined);
  socket.on("data", (chunk) => {
    said += chunk.toString("latin1");
  });
  await once(socket, "connect");
  return { socket, ended, said: () => said };
}

const ok = (respond: Respond) => respond(200, "", "ok", 2);
const until = (is: () => boolean) => expect.poll(is, { interval: 5 }).toBe(true);

test("who connects and asks nothing has as long as for a request, not as long as who has asked before", async () => {
  const silent = await openWire(ok);
  expect(await silent.ended).toBeLessThan(keepAliveMs - 500);
  const asking = await openWire(ok, 1_500);
  asking.socket.write(question);
  await until(() => asking.said().endsWith("ok"));
  expect(await asking.ended).toBeGreaterThan(1_000);
});

test("a server that closes after an answer was given, and before it has left, ends the connection after it", async () => {
  const wire = await openWire((respond) => {
    ok(respond);
    server.close();
  });
  wire.socket.write(question);
  expect(await wire.ended).toBeLessThan(keepAliveMs - 500);
  expect(wire.said()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nok$/s);
});

test("a server that closes while a client does not read ends the connection once it has read", async () => {
  const large = "x".repeat(8_000_000);
  let hasAnswered = false;
  const wire = await openWire((respond) => {
    respond(200, "", large, large.length);
    hasAnswered = true;
  });
  wire.socket.pause();
  wire.socket.write(question);
  await until(() => hasAnswered);
  await new Promise((next) => setTimeout(next, 100));
  server.close();
  const resumedAt = performance.now();
  wire.socket.resume();
  await wire.ended;
  expect(performance.now() - resumedAt).toBeLessThan(keepAliveMs - 500);
  expect(wire.said().endsWith(`\r\n\r\n${large}`)).toBe(true);
});

test("a question that had arrived when the server closed is answered, and is the last", async () => {
  const wire = await openWire(ok);
  wire.socket.write(question);
  await until(() => wire.said().endsWith("ok"));
  wire.socket.write(question);
  server.close();
  await wire.ended;
  expect(wire.said().match(/HTTP\/1\.1 200 OK/g)?.length).toBe(2);
  expect(wire.said()).toMatch(/Connection: close\r\n\r\nok$/);
});

test("a question that comes soon after the server closed is answered and is the last, and who asks none hears the end", async () => {
  const asking = await openWire(ok, keepAliveMs, 1_000);
  const silent = connect({ port: (server.address() as AddressInfo).port });
  silent.write(question);
  await once(silent, "data");
  const hasEnded = once(silent, "end");
  asking.socket.write(question);
  await until(() => asking.said().endsWith("ok"));
  const closed = new Promise((done) => server.close(done));
  // Two turns later an idle connection would be gone.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
  asking.socket.write(question);
  await asking.ended;
  expect(asking.said()).toMatch(/ok.*Connection: close\r\n\r\nok$/s);
  silent.resume();
  await Promise.all([hasEnded, closed]);
});

test("questions that wait behind the one under way when the server closes get the end instead of an answer, and no connection is left", async () => {
  const waiting: Respond[] = [];
  const wire = await openWire((respond) => waiting.push(respond));
  wire.socket.write(question.repeat(3));
  await until(() => waiting.length === 1);
  const closed = new Promise((done) => server.close(done));
  ok(waiting[0]!);
  await wire.ended;
  await closed;
  expect(wire.said()).toMatch(/^HTTP\/1\.1 200 OK\r\n.*Connection: close\r\n\r\nok$/s);
  expect(waiting.length).toBe(1);
});

test("connections that are reset at any moment leave nothing behind", async () => {
  const waiting: Respond[] = [];
  const first = await openWire((respond) => waiting.push(respond));
  const { port } = server.address() as AddressInfo;
  for (let bytes = 0; bytes <= question.length; bytes++) {
    const socket = connect({ port });
    await once(socket, "connect");
    socket.write(question.repeat(2).slice(0, bytes));
    setImmediate(() => socket.resetAndDestroy());
  }
  first.socket.destroy();
  const open = () => new Promise<number>((tell) => server.getConnections((_error, count) => tell(count)));
  await expect.poll(open).toBe(0);
  for (const respond of waiting) ok(respond);
  await new Promise((next) => setImmediate(next));
});
