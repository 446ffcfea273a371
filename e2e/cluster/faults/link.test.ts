import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Link, openLink } from "@/e2e/cluster/faults/link";

let server: Server;
let received = "";
let link: Link;
const clients: Socket[] = [];

beforeEach(async () => {
  received = "";
  // Answers each piece with itself in capitals.
  server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      received += bytes;
      socket.write(String(bytes).toUpperCase());
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  link = await openLink((server.address() as AddressInfo).port, () => 0.5);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await link.close();
  server.close();
});

async function open(): Promise<{ socket: Socket; text(): string }> {
  const socket = connect(link.port, "127.0.0.1");
  clients.push(socket);
  let text = "";
  socket.on("error", () => undefined);
  socket.on("data", (bytes) => {
    text += bytes;
  });
  await once(socket, "connect");
  return { socket, text: () => text };
}

async function until(holds: () => boolean): Promise<number> {
  const from = performance.now();
  while (!holds()) {
    if (performance.now() - from > 30_000) throw new Error("not within thirty seconds");
    await sleep(2);
  }
  return performance.now() - from;
}

test("passes bytes both ways", async () => {
  const { socket, text } = await open();
  socket.write("one ");
  await until(() => text() === "ONE ");
  socket.write("two");
  await until(() => text() === "ONE TWO");
});

test("delays each way, in order", async () => {
  const { socket, text } = await open();
  link.slow({ delayMs: 40, jitterMs: 20 });
  for (const piece of ["a", "b", "c"]) {
    socket.write(piece);
    await sleep(3);
  }
  socket.write("d");
  expect(await until(() => text() === "ABCD")).toBeGreaterThan(60);
});

test("lets no more bytes pass than it should", async () => {
  const { socket, text } = await open();
  link.slow({ bytesPerSecond: 10_000 });
  socket.write("x".repeat(1_000));
  expect(await until(() => text().length === 1_000)).toBeGreaterThan(180);
});

test("a stall of the way back loses the answer, not the deed; healed, it arrives", async () => {
  const { socket, text } = await open();
  link.stall("down");
  socket.write("done");
  await until(() => received === "done");
  await sleep(30);
  expect(text()).toBe("");
  await link.heal();
  await until(() => text() === "DONE");
});

test("what a client sent before it left arrives late all the same", async () => {
  const { socket } = await open();
  link.stall("up");
  socket.write("late");
  await sleep(20);
  socket.destroy();
  await sleep(20);
  expect(received).toBe("");
  await link.heal();
  await until(() => received === "late");
});

test("a reset ends connections with bytes on their way; new ones work", async () => {
  const { socket } = await open();
  link.stall("up");
  socket.write("lost");
  await sleep(20);
  link.reset();
  await until(() => socket.destroyed);
  await link.heal();
  const again = await open();
  again.socket.write("new");
  await until(() => again.text() === "NEW");
  expect(received).toBe("new");
});

test("refuses connections until it heals, and leaves open ones alone", async () => {
  const { socket, text } = await open();
  await link.refuse();
  await expect(open()).rejects.toThrow("ECONNREFUSED");
  socket.write("still");
  await until(() => text() === "STILL");
  await link.heal();
  await open();
});
