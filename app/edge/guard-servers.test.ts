import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { guardServer, watchServers } from "@/app/edge/guard-servers";
import { addressList } from "@/services/kernel/client-address";
import { sendRaw } from "@/services/testing/raw-request";

const rules = {
  deskUrl: "https://desk.example.test",
  trusted: addressList([]),
  api: { host: "127.0.0.1", port: 9 },
  isDevelopment: false,
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
async function open(isDevelopment: boolean): Promise<string> {
  const opened = createServer((_, response) => response.end("page"));
  server = opened;
  opened.on("upgrade", (_, socket) => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
  watchServers((found) => {
    if (found === opened) guardServer(found, { ...rules, isDevelopment });
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
