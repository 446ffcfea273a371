import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { checkOften, guardServer, watchServers } from "@/app/edge/guard-servers";
import { addressList } from "@/services/kernel/client-address";
import { sendRaw, trickle } from "@/services/testing/raw-request";

const rules = {
  deskUrl: "https://desk.example.test",
  trusted: addressList([]),
  api: { host: "127.0.0.1", port: 9 },
  isDevelopment: false,
  headWaitMsMax: 5_000,
  requestWaitMsMax: 15_000,
  bodyWaitMsMax: 5_000,
  database: () => null,
};
const request = (more: string) => `GET /users HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const upgrade = "Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Stands for Next.js, which takes upgrades for somebody else's. */
async function open(isDevelopment: boolean, more = {}): Promise<string> {
  const opened = createServer((_, response) => response.end("page"));
  server = opened;
  opened.on("upgrade", (_, socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
  watchServers((found) => {
    if (found === opened) guardServer(found, { ...rules, isDevelopment, ...more });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a request that asks for another protocol", () => {
  it("is answered as any other, also as the first that the server gets", async () => {
    const url = await open(false);
    expect(await sendRaw(url, request(upgrade))).toMatch(/^HTTP\/1.1 200 OK[\s\S]*page$/);
    expect(await sendRaw(url, request("Connection: close\r\n"))).toMatch(/^HTTP\/1.1 200 OK[\s\S]*page$/);
  });

  it("is the development server's own", async () => {
    expect(await sendRaw(await open(true), request(upgrade))).toMatch(/^HTTP\/1.1 101 /);
  });
});

describe("what never becomes a request", () => {
  it.each([
    ["nonsense\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n", 400],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(100_000)}\r\n\r\n`, 431],
    ["POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400],
  ])("is answered like the API answers it: %#", async (bytes, status) => {
    const answer = await sendRaw(await open(false), bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
    expect(JSON.parse(answer.split("\r\n\r\n")[1]!)).toMatchObject({ status, code: "invalid_request" });
  });

  it("is answered 408 when its head comes a byte at a time, and so is a body that nobody waits for", async () => {
    checkOften();
    const url = await open(false, { headWaitMsMax: 1_000, requestWaitMsMax: 2_000 });
    const head = await trickle(url, "GET /users HTTP/1.1\r\nHost: x\r\nX: ", "y");
    expect(head.answer).toMatch(/^HTTP\/1\.1 408 [\s\S]*"code":"invalid_request"/);
    expect(head.ms).toBeLessThan(15_000);
    const body = await trickle(url, "GET /users HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n", "y");
    expect(body.answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(body.ms).toBeLessThan(15_000);
  });
});

describe("the host of a request", () => {
  it.each([
    "Accept: */*",
    "Host: x\r\nHost: x",
    "Host: x\r\nhost: desk.example.test",
    "Host: x y",
    "Host: x, y",
  ])("is one, and a host: %j is refused", async (lines) => {
    const answer = await sendRaw(
      await open(false),
      `GET /users HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*"code":"malformed_request"/);
  });
});
