import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

// The port is known only once the server listens; configuration is read from the environment at first use.
let api: Server;
let forwardToApi: (request: Request) => Promise<Response>;
beforeAll(async () => {
  api = createServer((request, response) => {
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on("end", () => {
      response.setHeader("www-authenticate", ['Bearer realm="a"', "Impersonation"]);
      response.setHeader("content-type", "application/json");
      response.statusCode = request.url?.includes("empty") ? 204 : 418;
      response.end(
        JSON.stringify({ method: request.method, url: request.url, headers: request.headers, bytes }),
      );
    });
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("API_PORT", String((api.address() as AddressInfo).port));
  vi.stubEnv("DATABASE_URL", "postgresql://nowhere.invalid/test");
  ({ forwardToApi } = await import("@/app/forward-to-api"));
});
afterAll(() => {
  vi.unstubAllEnvs();
  api.close();
});

const ask = (path: string, init?: RequestInit) => forwardToApi(new Request(`http://desk.test${path}`, init));

describe("forwarding to the HTTP API", () => {
  it("passes method, path, query, body and answer on as they are", async () => {
    const answer = await ask("/v1/x%2Fy?permission=a%2Fb&x=1&x=2", {
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
      headers: { authorization: "Bearer x", "x-forwarded-for": "203.0.113.7" },
    });
  });

  it("keeps the desk's session to itself", async () => {
    const answer = await ask("/v1/x", { headers: { cookie: "keydesk-session=secret" } });
    expect(await answer.text()).not.toContain("secret");
  });

  it("passes a body of any size on whole: it is the API that refuses it", async () => {
    const answer = await ask("/v1/x", { method: "POST", body: new Uint8Array(12_000_000) });
    expect(await answer.json()).toMatchObject({ bytes: 12_000_000 });
  });

  it("answers HEAD and 204 without a body", async () => {
    expect(await (await ask("/v1/x", { method: "HEAD" })).text()).toBe("");
    const empty = await ask("/v1/empty");
    expect(empty.status).toBe(204);
  });

  it("says 503 with a way to mend it when the API does not answer", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    await new Promise((resolve) => {
      api.closeAllConnections();
      api.close(resolve);
    });
    const answer = await ask("/v1/tokens/verify", { method: "POST", body: "{}" });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await answer.json()).toMatchObject({ status: 503, code: "api_unavailable" });
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
  });
});
