import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { readPlainConnections } from "@/api/wire/plain-connections";
import { createSharedReads, type SharedReads } from "@/api/wire/shared-reads";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A client, and the server's socket of it. */
async function openPair(options: { pauseOnConnect?: boolean } = {}): Promise<[Socket, Socket]> {
  const server = createServer({ allowHalfOpen: true, ...options });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect({ port: (server.address() as AddressInfo).port, host: "127.0.0.1" });
  const [[socket]] = await Promise.all([
    once(server, "connection") as Promise<[Socket]>,
    once(client, "connect"),
  ]);
  return [client, socket];
}

/** What comes to a socket that is read so, as text. */
function beginToText(reads: SharedReads, socket: Socket) {
  const heard = { text: "", shared: true };
  const began = reads.begin(socket, (bytes) => {
    heard.text += bytes.toString("latin1");
    heard.shared &&= reads.holds(bytes);
  });
  socket.resume();
  return { began, heard };
}

describe("sockets that are read into one buffer", () => {
  test("get their own bytes each, all of them in that buffer", async () => {
    const reads = createSharedReads();
    const pairs = await Promise.all([openPair(), openPair(), openPair()]);
    const all = pairs.map(([, socket]) => beginToText(reads, socket));
    expect(all.map(({ began }) => began)).toEqual([true, true, true]);
    for (let round = 0; round < 50; round++) {
      for (const [i, [client]] of pairs.entries()) client.write(`${i}`.repeat(round + i + 1));
      await sleep(1);
    }
    const lengths = [0, 1, 2].map((i) => 50 * i + 1_275);
    await expect.poll(() => all.map(({ heard }) => heard.text.length)).toEqual(lengths);
    expect(all.map(({ heard }) => [...new Set(heard.text)].join(""))).toEqual(["0", "1", "2"]);
    expect(all.every(({ heard }) => heard.shared)).toBe(true);
    for (const [client, socket] of pairs) {
      client.destroy();
      socket.destroy();
    }
  });

  test("are not while something that came is still to be read as a stream, or nothing may come", async () => {
    const reads = createSharedReads();
    const [paused, pausedSocket] = await openPair({ pauseOnConnect: true });
    expect(reads.begin(pausedSocket, () => undefined)).toBe(false);
    const [waiting, socket] = await openPair();
    waiting.write("first");
    await once(socket, "readable");
    expect(socket.readableLength).toBe(5);
    expect(reads.begin(socket, () => undefined)).toBe(false);
    for (const one of [paused, pausedSocket, waiting, socket]) one.destroy();
  });

  test("one that was closed is not begun with, and another buffer's bytes are not the shared ones", async () => {
    const reads = createSharedReads();
    const [client, socket] = await openPair();
    socket.destroy();
    await once(socket, "close");
    expect(reads.begin(socket, () => undefined)).toBe(false);
    expect(reads.holds(Buffer.from("x"))).toBe(false);
    client.destroy();
  });

  test("that are given back are streams again: all that came in its order, held back where nobody reads, and the end", async () => {
    const reads = createSharedReads();
    const [client, socket] = await openPair();
    const { heard } = beginToText(reads, socket);
    client.write("before ");
    await expect.poll(() => heard.text).toBe("before ");
    reads.end(socket);
    // Who listens to this takes bytes when it wants them.
    socket.on("readable", () => undefined);
    const much = randomBytes(24 * 1024 * 1024);
    client.end(much);
    await sleep(100);
    // No more than the system's buffers take.
    expect(socket.readableLength).toBeLessThan(200_000);
    expect(client.writableLength).toBeGreaterThan(0);
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part);
    expect(Buffer.concat(parts).equals(much)).toBe(true);
    expect(heard.text).toBe("before ");
    client.destroy();
  });
});

// A connection that was read so by us, and goes to Node's server with a request that is not plain.
describe("after a plain request", () => {
  const plain = "GET /plain HTTP/1.1\r\nHost: x\r\n\r\n";
  async function openServer() {
    const gone: string[] = [];
    const server = createHttpServer((request, response) => {
      const hash = createHash("sha256");
      request.on("error", () => gone.push("request"));
      request.on("close", () => request.complete || gone.push("incomplete"));
      if (request.url === "/much") {
        response.end(Buffer.alloc(24 * 1024 * 1024, "m"));
        return;
      }
      request.on("data", (part) => hash.update(part)).on("end", () => response.end(hash.digest("hex")));
    });
    servers.push(server);
    let taken = 0;
    const buffers: ArrayBufferLike[] = [];
    readPlainConnections(server, {
      take: ({ url }) =>
        url === "/plain"
          ? (bytes, _start, _end, respond) => {
              taken += 1;
              buffers.push(bytes.buffer);
              respond(200, "", "ok", 2);
            }
          : null,
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const open = async (options: { allowHalfOpen?: boolean } = {}) => {
      const { port } = server.address() as AddressInfo;
      const client = connect({ port, host: "127.0.0.1", ...options });
      const heard = { text: "", ended: false };
      client.on("data", (part) => {
        heard.text += part.toString("latin1");
      });
      client.on("end", () => {
        heard.ended = true;
      });
      client.on("error", () => undefined);
      client.write(plain);
      await expect.poll(() => heard.text).toMatch(/ok$/);
      // The second one is read into the shared buffer.
      client.write(plain);
      await expect.poll(() => heard.text.match(/ok/g)?.length).toBe(2);
      heard.text = "";
      return { client, heard };
    };
    return { server, open, taken: () => taken, buffers, gone };
  }

  const put = (body: Buffer) =>
    Buffer.concat([
      Buffer.from(`PUT /hash HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`),
      body,
    ]);

  test("the second one of every connection is in one buffer, the first in its own", async () => {
    const { open, buffers } = await openServer();
    for (let i = 0; i < 3; i++) (await open()).client.destroy();
    const [first, second, third] = [0, 2, 4].map((i) => buffers.slice(i, i + 2));
    expect([second![1], third![1]].every((buffer) => buffer === first![1])).toBe(true);
    expect(new Set(buffers).size).toBe(4);
  });

  test("a long body comes whole, and so does what follows on the connection", async () => {
    const { open } = await openServer();
    const { client, heard } = await open();
    for (let i = 1; i <= 3; i++) {
      const body = randomBytes(3 * 1024 * 1024);
      client.write(put(body));
      const digest = createHash("sha256").update(body).digest("hex");
      await expect.poll(() => heard.text).toContain(digest);
    }
    client.write(plain.replace("plain", "hash"));
    await expect.poll(() => heard.text).toContain(createHash("sha256").digest("hex"));
    client.destroy();
  });

  test("a body in pieces that come one by one is whole", async () => {
    const { open } = await openServer();
    const { client, heard } = await open();
    client.setNoDelay(true);
    const body = randomBytes(300);
    for (const byte of put(body)) {
      client.write(Buffer.from([byte]));
      await new Promise((next) => setImmediate(next));
    }
    const digest = createHash("sha256").update(body).digest("hex");
    await expect.poll(() => heard.text).toContain(digest);
    client.destroy();
  });

  test("a long answer waits for its reader and comes whole", async () => {
    const { open } = await openServer();
    const { client, heard } = await open();
    client.write("GET /much HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    client.pause();
    await sleep(200);
    client.resume();
    await expect.poll(() => heard.ended).toBe(true);
    expect(heard.text.split("\r\n\r\n")[1]!.length).toBe(24 * 1024 * 1024);
  });

  test("who closes its half gets its answer and the end", async () => {
    const { open } = await openServer();
    const { client, heard } = await open({ allowHalfOpen: true });
    client.end(put(Buffer.from("last")));
    await expect.poll(() => heard.ended).toBe(true);
    expect(heard.text).toContain(createHash("sha256").update("last").digest("hex"));
  });

  test.each(["reset", "end"] as const)(
    "who goes in the middle of a body (%s) takes nobody with it",
    async (how) => {
      const { open, gone } = await openServer();
      const [first, second] = [await open(), await open()];
      first.client.write(put(Buffer.alloc(100_000)).subarray(0, 50_000));
      await sleep(50);
      if (how === "reset") first.client.resetAndDestroy();
      else first.client.end();
      await expect.poll(() => gone).toContain("incomplete");
      second.client.write(put(Buffer.from("x")));
      await expect.poll(() => second.heard.text).toContain(createHash("sha256").update("x").digest("hex"));
      second.client.destroy();
    },
  );

  test("who goes while it is read so is gone, and so are those who wait for nothing", async () => {
    const { server, open, taken } = await openServer();
    const all = [await open(), await open(), await open()];
    all[0]!.client.resetAndDestroy();
    all[1]!.client.end();
    await expect.poll(() => all[1]!.heard.ended).toBe(true);
    const count = () => new Promise((done) => server.getConnections((_, number) => done(number)));
    await expect.poll(count).toBe(1);
    all[2]!.client.destroy();
    await expect.poll(count).toBe(0);
    expect(taken()).toBe(6);
  });
});
