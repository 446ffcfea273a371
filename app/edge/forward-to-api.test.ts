import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type OpenEdge, openEdge } from "@/app/edge/testing/open-edge";
import { sendLines, sendRaw } from "@/services/testing/raw-request";

let api: Server;
let edge: OpenEdge;
let asked: string[];
beforeEach(async () => {
  asked = [];
  api = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on("end", () => {
      response.setHeader("www-authenticate", ['Bearer realm="a"', "Impersonation"]);
      response.setHeader("content-type", "application/json");
      response.statusCode = request.url?.includes("empty") ? 204 : 418;
      const { method, url, rawHeaders } = request;
      response.end(JSON.stringify({ method, url, headers: request.headers, rawHeaders, bytes }));
    });
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  edge = await openEdge((_, response) => response.end("page"), {
    apiPort: (api.address() as AddressInfo).port,
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await edge.close();
  api.closeAllConnections();
  api.close();
});

describe("forwarding to the HTTP API", () => {
  it("passes method, path, query, body and answer on as they are", async () => {
    const answer = await fetch(`${edge.url}/v1/x%2Fy?permission=a%2Fb&x=1&x=2`, {
      method: "POST",
      headers: { authorization: "Bearer x", "x-forwarded-for": "203.0.113.7" },
      body: "token=1",
    });
    expect(answer.status).toBe(418);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="a", Impersonation');
    expect(await answer.json()).toMatchObject({
      method: "POST",
      url: "/v1/x%2Fy?permission=a%2Fb&x=1&x=2",
      bytes: 7,
      // The caller is believed nothing about its address.
      headers: { authorization: "Bearer x", "x-forwarded-for": "127.0.0.1" },
    });
  });

  it("passes on what a client of HTTP/1.0 asks without a Host", async () => {
    const answer = await sendRaw(edge.url, "GET /v1/x HTTP/1.0\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1.1 418 /);
    expect(asked).toEqual(["GET /v1/x"]);
  });

  it.each([
    "/v1/x",
    "/oauth2/introspect",
    "/api/v1.0/whoami",
    "/api/docs",
    "/.well-known/oauth-authorization-server",
    "/.well-known/keydesk-log.pub",
    "/.well-known/keydesk-log.handovers",
  ])("%s is the API's", async (path) => expect((await fetch(edge.url + path)).status).toBe(418));

  it.each(["/v1x", "/api/auth/csrf", "/api/v1", "/users", "/metrics", "/.well-known/other"])(
    "%s is the desk's",
    async (path) => expect((await fetch(edge.url + path)).status).toBe(200),
  );

  it("keeps the desk's session to itself", async () => {
    const answer = await fetch(`${edge.url}/v1/x`, { headers: { cookie: "keydesk-session=secret" } });
    expect(await answer.text()).not.toContain("secret");
  });

  it("lets the API judge what a request says twice", async () => {
    const answer = await sendLines(edge.url, "GET", "/v1/x", [
      "Authorization: Bearer a",
      "Authorization: Bearer b",
    ]);
    expect(answer).toContain('"Authorization","Bearer a","Authorization","Bearer b"');
  });

  it("never makes two requests out of one", async () => {
    const inside = "GET /v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    const chunked = `${inside.length.toString(16)}\r\n${inside}\r\n0\r\n\r\n`;
    for (const method of ["GET", "DELETE", "OPTIONS", "POST"]) {
      await sendRaw(
        edge.url,
        `${method} /v1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
      );
      await sendRaw(
        edge.url,
        `${method} /v1/x HTTP/1.1\r\nHost: x\r\nConnection: close, content-length\r\nContent-Length: ${inside.length}\r\n\r\n${inside}`,
      );
    }
    expect(asked.filter((line) => line.includes("smuggled"))).toEqual([]);
    expect(asked).toContain("GET /v1/x");
  });

  it("refuses a body over the API's bound, told or counted, and passes one within it on whole", async () => {
    for (const body of [new Uint8Array(1_048_577), streamOf(1_048_577)]) {
      const answer = await fetch(`${edge.url}/v1/x`, { method: "POST", body, duplex: "half" } as RequestInit);
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({
        code: "body_too_large",
        detail: "The body may have at most 1 MB.",
      });
    }
    for (const body of [new Uint8Array(1_048_576), streamOf(1_048_576)]) {
      const answer = await fetch(`${edge.url}/v1/x`, { method: "POST", body, duplex: "half" } as RequestInit);
      expect(await answer.json()).toMatchObject({ bytes: 1_048_576 });
    }
  });

  it("answers HEAD and 204 without a body", async () => {
    expect(await (await fetch(`${edge.url}/v1/x`, { method: "HEAD" })).text()).toBe("");
    const empty = await fetch(`${edge.url}/v1/empty`);
    expect([empty.status, await empty.text()]).toEqual([204, ""]);
  });

  it("says 503 with a way to mend it when the API does not answer", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await new Promise((resolve) => {
      api.closeAllConnections();
      api.close(resolve);
    });
    const answer = await fetch(`${edge.url}/v1/tokens/verify`, { method: "POST", body: "{}" });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await answer.json()).toMatchObject({ status: 503, code: "api_unavailable" });
    expect(log).toHaveBeenCalledOnce();
  });
});

function streamOf(bytes: number): ReadableStream {
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      const size = Math.min(left, 65_536);
      left -= size;
      if (size === 0) controller.close();
      else controller.enqueue(new Uint8Array(size));
    },
  });
}
