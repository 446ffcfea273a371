import { Agent, request as ask, type ClientRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenApi, openApi } from "@/api/testing/open-api";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState } from "@/services/testing/tokens";

// Plain questions are answered before the framework, all others by it. Who asks must not be able to tell which it was.

let world: Awaited<ReturnType<typeof openWorld>>;
let api: OpenApi & { gateway: string };
let tokens: Record<"valid" | "disabled" | "deleted" | "foreign" | "gateway", string>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  tokens = {
    valid: (await makeToken(world.acme, { name: 'A "name" with \\ and 😀' })).secret,
    disabled: (await makeTokenInState(world, world.acme, "disabled")).secret,
    deleted: (await makeTokenInState(world, world.acme, "deleted")).secret,
    foreign: (await makeToken(world.other)).secret,
    gateway: api.gateway,
  };
});
afterAll(async () => {
  await api.close();
  await world.close();
});

type Asked = { method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer };
type Said = { status: number; headers: Record<string, unknown>; body: unknown };

function send(path: string, { method = "POST", headers = {}, body }: Asked): Promise<Said> {
  return new Promise((resolve, reject) => {
    const sent = ask(`${api.url}${path}`, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** What must be the same: all but ids of requests, the time, and how often was asked before. */
function comparable({ status, headers, body }: Said) {
  const { date: _date, "x-request-id": id, ...rest } = headers;
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const counts = /"(?:used|remaining)[A-Za-z]+":\d+|"[a-z]+EndsInSeconds":\d+/g;
  const text = String(body).replaceAll(String(id), "<id>").replace(counts, "<count>");
  for (const name of ["ratelimit", "x-api-usage-total", "x-api-usage-today", "x-api-usage-remaining"]) {
    if (name in rest) rest[name] = String(rest[name]).replace(/\d+/g, "<n>");
  }
  // Lengths differ with the digits of the counts.
  delete rest["content-length"];
  return { status, headers: rest, body: text };
}

const json = { "content-type": "application/json" };
const body = (value: object) => JSON.stringify(value);
const asGateway = (more: Record<string, string | string[]> = {}) => ({
  ...json,
  authorization: `Bearer ${tokens.gateway}`,
  ...more,
});

describe("POST /v1/tokens/verify", () => {
  const cases: Record<string, () => Asked> = {
    "a good token": () => ({ headers: asGateway(), body: body({ token: tokens.valid }) }),
    "with everything": () => ({
      headers: asGateway({ "user-agent": "edge/1" }),
      body: body({
        token: `Impersonation ${tokens.valid}`,
        permission: "reports:read",
        ip: " 192.0.2.7 ",
        agent: "curl/8 😀",
        method: "GET",
        path: "/x",
      }),
    }),
    "a lacking permission": () => ({
      headers: asGateway(),
      body: body({ token: tokens.valid, permission: "nobody:has" }),
    }),
    nulls: () => ({
      headers: asGateway(),
      body: body({ token: null, permission: null, ip: null, agent: null, organization: null }),
    }),
    "a disabled token": () => ({ headers: asGateway(), body: body({ token: tokens.disabled }) }),
    "a deleted token": () => ({ headers: asGateway(), body: body({ token: tokens.deleted }) }),
    "a token of another account": () => ({ headers: asGateway(), body: body({ token: tokens.foreign }) }),
    "no token": () => ({ headers: asGateway(), body: body({ token: "" }) }),
    "what is no token": () => ({ headers: asGateway(), body: body({ token: "IK_nonsense" }) }),
    "an organization": () => ({
      headers: asGateway(),
      body: body({ token: tokens.valid, organization: world.acme.organizationId }),
    }),
    "a token that is a number": () => ({ headers: asGateway(), body: body({ token: 7 }) }),
    "a bad permission": () => ({
      headers: asGateway(),
      body: body({ token: tokens.valid, permission: "A B" }),
    }),
    "a bad address": () => ({ headers: asGateway(), body: body({ token: tokens.valid, ip: "1.2.3" }) }),
    "an agent that is too long": () => ({
      headers: asGateway(),
      body: body({ token: tokens.valid, agent: "x".repeat(4_001) }),
    }),
    "a list": () => ({ headers: asGateway(), body: "[]" }),
    "a key twice": () => ({ headers: asGateway(), body: `{"token":"${tokens.valid}","token":"x"}` }),
    "a key twice, once escaped": () => ({
      headers: asGateway(),
      body: `{"token":"${tokens.valid}","tok\\u0065n":"x"}`,
    }),
    "broken JSON": () => ({ headers: asGateway(), body: '{"token":' }),
    "no UTF-8": () => ({ headers: asGateway(), body: Buffer.from([0x22, 0xff, 0x22]) }),
    "an empty body": () => ({ headers: asGateway({ "content-length": "0" }) }),
    "another type": () => ({ headers: asGateway({ "content-type": "text/plain" }), body: "x" }),
    "a type with a charset": () => ({
      headers: asGateway({ "content-type": "application/json; charset=utf-8" }),
      body: body({ token: tokens.valid }),
    }),
    "a body in chunks": () => ({
      headers: asGateway({ "transfer-encoding": "chunked" }),
      body: body({ token: tokens.valid }),
    }),
    "a large body": () => ({
      headers: asGateway(),
      body: body({ token: tokens.valid, more: "x".repeat(20_000) }),
    }),
    "a body that is too large": () => ({
      headers: asGateway(),
      body: body({ token: tokens.valid, more: "x".repeat(1_100_000) }),
    }),
    "no gateway": () => ({ headers: json, body: body({ token: tokens.valid }) }),
    "no gateway and a bad question": () => ({ headers: json, body: body({ token: 7 }) }),
    "another token as gateway": () => ({
      headers: { ...json, authorization: `Bearer ${tokens.valid}` },
      body: body({ token: tokens.valid }),
    }),
    "a gateway in its own header": () => ({
      headers: { ...json, "x-keydesk-gateway": tokens.gateway },
      body: body({ token: tokens.valid }),
    }),
    "a gateway in both": () => ({
      headers: asGateway({ "x-keydesk-gateway": tokens.gateway }),
      body: body({ token: tokens.valid }),
    }),
    "two gateways": () => ({
      headers: { ...json, "x-keydesk-gateway": [tokens.gateway, tokens.gateway] },
      body: body({ token: tokens.valid }),
    }),
    "a proxy's word": () => ({
      headers: asGateway({ "x-forwarded-for": "203.0.113.9" }),
      body: body({ token: tokens.valid }),
    }),
  };

  test.each(Object.keys(cases))("%s is answered alike", async (name) => {
    const asked = cases[name]!();
    const plain = comparable(await send("/v1/tokens/verify", asked));
    // The same address to the framework, another to who goes before it.
    const framework = comparable(await send("/v1/tokens/%76erify", asked));
    expect(plain).toEqual(framework);
  });
});

describe("/v1/forward-auth", () => {
  const client = (token: string, more: Record<string, string | string[]> = {}) => ({
    "x-keydesk-gateway": tokens.gateway,
    authorization: `Impersonation ${token}`,
    ...more,
  });
  const cases: Record<string, [query: string, asked: () => Asked]> = {
    "a good token": ["?permission=reports:read", () => ({ method: "GET", headers: client(tokens.valid) })],
    "any method": ["?permission=reports%3Aread", () => ({ method: "DELETE", headers: client(tokens.valid) })],
    HEAD: ["", () => ({ method: "HEAD", headers: client(tokens.valid) })],
    "HEAD of a refusal": ["", () => ({ method: "HEAD", headers: client(tokens.disabled) })],
    "no rule": ["", () => ({ method: "GET", headers: client(tokens.valid) })],
    "the rule in a header": [
      "",
      () => ({ method: "GET", headers: client(tokens.valid, { "x-keydesk-ask": "permission=nobody:has" }) }),
    ],
    "the rule twice": [
      "?permission=a:b",
      () => ({ method: "GET", headers: client(tokens.valid, { "x-keydesk-ask": "permission=a:b" }) }),
    ],
    "a rule spelt wrong": ["?permision=a:b", () => ({ method: "GET", headers: client(tokens.valid) })],
    "an organization": [
      "?organization=_oid",
      () => ({
        method: "GET",
        headers: client(tokens.valid, {
          "x-forwarded-uri": `/x?_oid=${world.acme.organizationId}`,
        }),
      }),
    ],
    "an organization that is not named": [
      "?organization=_oid",
      () => ({ method: "GET", headers: client(tokens.valid) }),
    ],
    "a token in the client's address": [
      "",
      () => ({ method: "GET", headers: client(tokens.valid, { "x-forwarded-uri": "/x?access_token=y" }) }),
    ],
    "a token in the address": ["?token=x", () => ({ method: "GET", headers: client(tokens.valid) })],
    "a token in the address that is empty": [
      "?permission=a:b&access_token",
      () => ({ method: "GET", headers: client(tokens.valid) }),
    ],
    "a token in the address under an encoded name": [
      "?permission=a:b&%74oken=x",
      () => ({ method: "GET", headers: client(tokens.valid) }),
    ],
    "a client's address": [
      "",
      () => ({ method: "GET", headers: client(tokens.valid, { "x-forwarded-for": "1.1.1.1, 192.0.2.7" }) }),
    ],
    "the wrong scheme": [
      "",
      () => ({
        method: "GET",
        headers: { ...client(tokens.valid), authorization: `Bearer ${tokens.valid}` },
      }),
    ],
    "no token": ["", () => ({ method: "GET", headers: { "x-keydesk-gateway": tokens.gateway } })],
    "two tokens": [
      "",
      () => ({
        method: "GET",
        headers: { ...client(tokens.valid), authorization: `Bearer ${tokens.valid}, Bearer x` },
      }),
    ],
    "a deleted token": ["", () => ({ method: "GET", headers: client(tokens.deleted) })],
    "no gateway": ["", () => ({ method: "GET", headers: { authorization: `Bearer ${tokens.valid}` } })],
    "a body": [
      "",
      () => ({
        method: "POST",
        headers: client(tokens.valid, { "content-type": "text/x" }),
        body: "ignored",
      }),
    ],
  };

  test.each(Object.keys(cases))("%s is answered alike", async (name) => {
    const [query, make] = cases[name]!;
    const asked = make();
    const plain = comparable(await send(`/v1/forward-auth${query}`, asked));
    const framework = comparable(await send(`/v1/forward%2Dauth${query}`, asked));
    expect(plain).toEqual(framework);
  });
});

test("both ways count the same uses, and log the same fields", async () => {
  const asked = { headers: asGateway(), body: body({ token: tokens.valid }) };
  const said = async (path: string) => {
    api.log.length = 0;
    await send(path, asked);
    await expect.poll(() => api.log.length).toBeGreaterThan(0);
    const {
      time: _time,
      ms: _ms,
      requestId: _id,
      ...line
    } = JSON.parse(api.log.join("")) as Record<string, unknown>;
    return line;
  };
  expect(await said("/v1/tokens/verify")).toEqual(await said("/v1/tokens/%76erify"));
});

test("while the server drains, the answer ends its connection", async () => {
  const own = await openApi(world);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const hanging = (begun: (sent: ClientRequest) => void) =>
    new Promise<Said>((resolve, reject) => {
      const headers = { ...json, authorization: `Bearer ${own.gateway}`, "content-length": "20" };
      const sent = ask(`${own.url}/v1/tokens/verify`, { method: "POST", headers, agent }, (response) => {
        response.resume();
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: "" }),
        );
      });
      sent.on("error", reject);
      sent.write('{"token":');
      begun(sent);
    });
  // A connection that the server has taken: while it drains it takes no other.
  await hanging((sent) => sent.end('"nonsense"}'));
  const closed: Promise<void>[] = [];
  const { status, headers } = await hanging((sent) => {
    setTimeout(() => closed.push(own.close()), 100);
    setTimeout(() => sent.end('"nonsense"}'), 300);
  });
  expect([status, headers.connection]).toEqual([200, "close"]);
  await Promise.all(closed);
  agent.destroy();
});
