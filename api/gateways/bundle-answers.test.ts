import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { type OpenGateway, openGateway } from "@/api/testing/open-gateway";
import { openUpgraded } from "@/api/testing/upgraded-socket";
import { deleteGateway } from "@/services/gateways/delete";
import { openWorld } from "@/services/testing/open-world";
import { sendLines } from "@/services/testing/raw-request";
import { makeToken } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });
const impersonation = (secret: string) => ({ headers: { authorization: `Impersonation ${secret}` } });

describe.each(["nginx", "caddy"] as const)("%s, as downloaded", (kind) => {
  let gateway: OpenGateway;
  beforeAll(async () => {
    gateway = await openGateway(world, api, kind);
  });
  afterAll(() => gateway.close());

  test("a good token is let through, and the API is told whose it is but not the token", async () => {
    const token = await makeToken(world.acme);
    const { response, seen } = await gateway.ask("/reports?page=2", impersonation(token.secret));
    expect(response.status, gateway.output()).toBe(200);
    expect(response.headers.get("x-from")).toBe("upstream");
    expect(seen).toMatchObject({ method: "GET", url: "/reports?page=2" });
    const headers = new Map(seen?.headers.map(([name, value]) => [name.toLowerCase(), value]));
    expect(headers.get("x-keydesk-token")).toBe(token.id);
    expect(headers.get("x-keydesk-account")).toBe(world.acme.accountId);
    expect(headers.get("x-keydesk-user")).toBe(world.acme.templateUserId);
    expect(headers.get("x-keydesk-permissions")).toBe("reports:read");
    expect(headers.get("x-keydesk-organization") ?? "").toBe("");
    expect(JSON.stringify(seen)).not.toContain(token.secret);
    expect(JSON.stringify(seen)).not.toMatch(/GT_/);
  });

  test("no token, a bad one, and the wrong scheme are 401 with one challenge, and reach nothing", async () => {
    const token = await makeToken(world.acme);
    for (const [init, error] of [
      [{}, null],
      [bearer("IK_nonsense"), "invalid_token"],
      [bearer(token.secret), "invalid_token"],
      [{ headers: { authorization: "Basic dTpw" } }, null],
    ] as const) {
      const { response, body, seen } = await gateway.ask("/", init);
      expect(response.status).toBe(401);
      const challenge = response.headers.get("www-authenticate") ?? "";
      expect(challenge).toMatch(/^Bearer realm="Keydesk"/);
      expect(challenge.match(/Bearer realm/g)).toHaveLength(1);
      if (error !== null) expect(challenge).toContain(`error="${error}"`);
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      expect(JSON.parse(body)).toMatchObject({ status: 401, type: expect.stringContaining("/docs/errors/") });
      expect(response.headers.get("cache-control")).toContain("no-store");
      expect(seen).toBeNull();
    }
  });

  test("a revoked token is refused by the next request, and looks like one that never was", async () => {
    const token = await makeToken(world.acme);
    expect((await gateway.ask("/", impersonation(token.secret))).response.status).toBe(200);
    await deleteToken(world.acme.administrator.context, { tokenId: token.id, confirmation: token.name });
    const answerTo = async (secret: string) => {
      const { response, body, seen } = await gateway.ask("/", impersonation(secret));
      expect([response.status, seen]).toEqual([401, null]);
      const headers = [...response.headers].filter(([name]) => name !== "date" && name !== "x-request-id");
      return [headers, { ...JSON.parse(body), requestId: "" }];
    };
    expect(await answerTo(token.secret)).toEqual(await answerTo("IK_nonsense"));
  });

  test("two Authorization headers, or a token in the address, are 400 and reach nothing", async () => {
    const token = await makeToken(world.acme);
    const { response, seen } = await gateway.ask(`/?access_token=${token.secret}`);
    expect([response.status, seen]).toEqual([400, null]);
    const line = `Authorization: Impersonation ${token.secret}`;
    expect(await sendLines(gateway.url, "GET", "/twice", [line, line])).toMatch(/^HTTP\/1\.1 400 /);
    expect(gateway.upstream.seen.map(({ url }) => url)).not.toContain("/twice");
  });

  test("a head that is too large for Keydesk is the client's error and no outage, and reaches nothing", async () => {
    const long = "a".repeat(7_000);
    const headers = { authorization: `Bearer ${long}`, "user-agent": long };
    const { response, body, seen } = await gateway.ask(`/${long}`, { headers });
    expect([response.status, response.headers.get("retry-after"), seen]).toEqual([431, null, null]);
    expect(JSON.parse(body)).toMatchObject({ status: 431, code: "invalid_request" });
  });

  test("method and body arrive as they were sent, also a large one without a length", async () => {
    const token = await makeToken(world.acme);
    const { headers } = impersonation(token.secret);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const body = JSON.stringify({ method });
      const { response, seen } = await gateway.ask("/things", { method, headers, body });
      expect([response.status, seen?.method, seen?.body]).toEqual([200, method, body]);
    }
    const large = "x".repeat(3_000_000);
    const stream = new Blob([large]).stream();
    const init = { method: "POST", headers, body: stream, duplex: "half" } as RequestInit;
    const { response, seen } = await gateway.ask("/upload", init);
    expect([response.status, seen?.body.length]).toEqual([200, large.length]);
    const head = await gateway.ask("/", { method: "HEAD", headers });
    expect([head.response.status, head.seen?.method]).toEqual([200, "HEAD"]);
  });

  test("what the API itself answers passes as it is, also its own refusals", async () => {
    const token = await makeToken(world.acme);
    for (const status of [201, 401, 403, 429, 500]) {
      const { response, body, seen } = await gateway.ask(`/answer/${status}`, impersonation(token.secret));
      expect([response.status, response.headers.get("x-from")]).toEqual([status, "upstream"]);
      expect(JSON.parse(body)).toEqual(seen);
    }
  });

  test("a connection that is upgraded carries bytes both ways, and a refused one is none", async () => {
    const token = await makeToken(world.acme);
    const upgrade = ["Connection: Upgrade", "Upgrade: websocket"];
    const refused = await sendLines(gateway.url, "GET", "/socket", upgrade);
    expect(refused).toMatch(/^HTTP\/1\.1 401 /);
    const socket = await openUpgraded(gateway.url, [
      ...upgrade,
      `Authorization: Impersonation ${token.secret}`,
    ]);
    expect(await socket.echo("ping")).toBe("ping");
    socket.close();
  });

  test("over the account's limit it is 429 with Retry-After, and reaches nothing", async () => {
    const token = await makeToken(world.other);
    const account = { where: { id: world.other.accountId } };
    await world.db.account.update({ ...account, data: { requestsPerMinute: 1 } });
    expect((await gateway.ask("/", impersonation(token.secret))).response.status).toBe(200);
    const { response, body, seen } = await gateway.ask("/", impersonation(token.secret));
    await world.db.account.update({ ...account, data: { requestsPerMinute: 1_000_000 } });
    world.clock.advance(61);
    expect([response.status, seen]).toEqual([429, null]);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(response.headers.get("ratelimit")).toBeTruthy();
    expect(JSON.parse(body)).toMatchObject({ status: 429, code: "rate_limited" });
  });

  test("a gateway that was removed lets nothing through, and does not blame the client's token", async () => {
    const removed = await openGateway(world, api, kind);
    const token = await makeToken(world.acme);
    try {
      expect((await removed.ask("/", impersonation(token.secret))).response.status).toBe(200);
      await deleteGateway(world.acme.operator.context, { gatewayId: removed.gatewayId });
      const { response, seen } = await removed.ask("/", impersonation(token.secret));
      expect([response.status, seen]).toEqual([503, null]);
    } finally {
      await removed.close();
    }
  });
});
