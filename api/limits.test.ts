import { randomBytes } from "node:crypto";
import { parseList } from "structured-headers";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { requestsPerIpDefault } from "@/domain/limits/policies";
import { makeTokenString } from "@/domain/tokens/token-string";
import { setAccount } from "@/services/accounts/set";
import { createGateway } from "@/services/gateways/create";
import { largeLimits } from "@/services/testing/large-limits";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world, { requestsPerIp: requestsPerIpDefault });
});
afterAll(async () => {
  await api.close();
  await world.close();
});
// Every test finds the windows of the one before ended, and its people confirmed by their password.
beforeEach(async () => {
  world.clock.advance(600);
  await world.run(`UPDATE "Session" SET "reauthenticatedAt" = $1`, [world.clock.now]);
});

type Answer = { status: number; headers: Headers; body: Record<string, unknown> };

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

async function whoami(
  secret: string,
  { ip, query = "" }: { ip?: string; query?: string } = {},
): Promise<Answer> {
  const scheme = secret.startsWith("IK") ? "Impersonation" : "Bearer";
  const headers = { authorization: `${scheme} ${secret}`, ...(ip ? { "x-forwarded-for": ip } : {}) };
  return answerOf(await fetch(`${api.url}/api/v1.0/whoami${query}`, { headers }));
}

async function forward(authorization: string, ip: string, gateway = api.gateway): Promise<Answer> {
  const headers = { authorization, "x-keydesk-gateway": gateway, "x-forwarded-for": ip };
  return answerOf(await fetch(`${api.url}/v1/forward-auth`, { headers }));
}

const limit = async (tenant: Tenant, limits: object) =>
  unwrap(await setAccount(world.cli, { ...largeLimits, ...limits }, { accountId: tenant.accountId }));
const usage = ({ headers }: Answer) =>
  ["total", "today", "limit", "remaining"].map((name) => Number(headers.get(`x-api-usage-${name}`)));
/** Up to 150 at once: more sockets than that are a test of the machine. */
async function times<T>(count: number, one: (turn: number) => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  while (answers.length < count) {
    const from = answers.length;
    const batch = Math.min(150, count - from);
    answers.push(...(await Promise.all(Array.from({ length: batch }, (_, i) => one(from + i)))));
  }
  return answers;
}
const statuses = (answers: Answer[]) =>
  Object.fromEntries(
    [...new Set(answers.map(({ status }) => status))]
      .toSorted()
      .map((status) => [status, answers.filter((answer) => answer.status === status).length]),
  );

describe("ZO-11 requests a minute of the account", () => {
  test("ZO-11 of 150 at once, over several tokens and users and both faces, 100 pass and the others get 429", async () => {
    await limit(world.acme, { requestsPerMinute: 100 });
    const secrets = [
      (await makeToken(world.acme)).secret,
      (await makeToken(world.acme, { type: "personal", by: world.acme.member })).secret,
      (await makeToken(world.acme, { type: "organization" })).secret,
    ];
    const answers = await times(150, (turn) => {
      const secret = secrets[turn % 3]!;
      const scheme = turn % 3 === 0 ? "Impersonation" : "Bearer";
      return turn % 2 === 0 ? whoami(secret) : forward(`${scheme} ${secret}`, "192.0.2.1");
    });
    expect(statuses(answers)).toEqual({ 200: 100, 429: 50 });
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.headers.get("retry-after")).toBe("60");
    expect(refused.headers.get("content-type")).toContain("application/problem+json");
    expect(refused.headers.get("cache-control")).toBe("no-store");
    expect(refused.body).toMatchObject({
      status: 429,
      code: "rate_limited",
      error: "rate_limited",
      "violated-policies": ["minute"],
    });
    expect((await whoami((await makeToken(world.other)).secret)).status).toBe(200);
    world.clock.advance(59);
    expect((await whoami(secrets[0]!)).headers.get("retry-after")).toBe("1");
    world.clock.advance(1);
    expect((await whoami(secrets[0]!)).status).toBe(200);
  });

  test("ZO-11 the 101st call in a row is refused, and the gateway is told the same in its body", async () => {
    await limit(world.acme, { requestsPerMinute: 100 });
    const token = await makeToken(world.acme);
    for (let turn = 1; turn <= 100; turn++) {
      const { headers, status } = await whoami(token.secret);
      expect(status).toBe(200);
      expect(parseList(headers.get("ratelimit")!)[0]).toEqual([
        "minute",
        new Map([
          ["r", 100 - turn],
          ["t", 60],
        ]),
      ]);
    }
    expect((await whoami(token.secret)).status).toBe(429);
    expect((await api.verify({ token: token.secret })).body).toMatchObject({
      verdict: "rate_limited",
      permissions: [],
      limits: { requestsPerMinute: 100, remainingThisMinute: 0, minuteEndsInSeconds: 60 },
      limited: { policies: ["minute"], retryAfterSeconds: 60 },
    });
  });

  test("a limit that an operator changes holds for the very next request", async () => {
    const { operator } = world.acme;
    await limit(world.acme, { requestsPerMinute: 2 });
    const token = await makeToken(world.acme);
    const seen = await times(4, () => whoami(token.secret));
    expect(statuses(seen)).toEqual({ 200: 2, 429: 2 });
    unwrap(await setAccount(operator.context, { requestsPerMinute: 3 }));
    expect(statuses(await times(2, () => whoami(token.secret)))).toEqual({ 200: 1, 429: 1 });
  });

  test("calls that are refused for something else spend nothing", async () => {
    await limit(world.acme, { requestsPerMinute: 1, licensedAssets: largeLimits.licensedAssets });
    const token = await makeToken(world.acme);
    const revoked = await makeTokenInState(world, world.acme, "deleted");
    await times(5, () => whoami(token.secret, { query: "?permission=billing:write" }));
    await times(5, () => whoami(revoked.secret));
    expect((await whoami(token.secret)).status).toBe(200);
    expect((await whoami(token.secret)).status).toBe(429);
  });
});

describe("RZ-07 requests a day of the account", () => {
  test("RZ-07 as many as licensed assets; every answer has the four figures, the call itself counted", async () => {
    const token = await makeToken(world.other);
    const [total, today] = usage(await whoami(token.secret)) as [number, number, number, number];
    await limit(world.other, { licensedAssets: today + 3 });
    expect(usage(await whoami(token.secret))).toEqual([total + 1, today + 1, today + 3, 2]);
    expect(usage(await forward(`Impersonation ${token.secret}`, "192.0.2.1"))).toEqual([
      total + 2,
      today + 2,
      today + 3,
      1,
    ]);
    const forbidden = await whoami(token.secret, { query: "?permission=billing:write" });
    expect(forbidden.status).toBe(403);
    expect(usage(forbidden)).toEqual([total + 2, today + 2, today + 3, 1]);
    expect((await api.verify({ token: token.secret })).body.limits).toMatchObject({
      requestsPerDay: today + 3,
      usedToday: today + 3,
      usedTotal: total + 3,
      remainingToday: 0,
    });
    const refused = await whoami(token.secret);
    expect(refused.status).toBe(429);
    expect(usage(refused)).toEqual([total + 3, today + 3, today + 3, 0]);
    expect(refused.body).toMatchObject({ code: "quota_exceeded", "violated-policies": ["day"] });
    const untilMidnight = 86_400 - (Math.floor(world.clock.now.getTime() / 1_000) % 86_400);
    expect(refused.headers.get("retry-after")).toBe(String(untilMidnight));
    await limit(world.other, { licensedAssets: today + 4 });
    expect((await whoami(token.secret)).status).toBe(200);
    expect((await forward(`Impersonation ${token.secret}`, "192.0.2.1")).status).toBe(429);
  });

  test("RZ-07 the figures are those that the desk shows, to the call", async () => {
    const token = await makeToken(world.acme);
    await times(20, () => whoami(token.secret));
    const [total, today] = usage(await whoami(token.secret));
    await api.usage.flush();
    const [row] = await world.run(
      `SELECT sum("count")::int AS total, (sum("count") FILTER (WHERE "day" = $2::date))::int AS today
       FROM "AccountUsageDay" WHERE "accountId" = $1`,
      [world.acme.accountId, world.clock.now.toISOString().slice(0, 10)],
    );
    expect(row).toEqual({ total, today });
  });

  test("a gateway's own calls count for nothing, also about itself", async () => {
    const token = await makeToken(world.acme);
    const before = usage(await whoami(token.secret));
    const own = await whoami(api.gateway);
    expect(own.status).toBe(200);
    expect(usage(own)).toEqual(before);
    expect((await api.verify({ token: "" })).body.verdict).toBe("missing");
    expect(usage(await whoami(token.secret, { query: "?permission=billing:write" }))).toEqual(before);
  });

  test.each(["deleted", "expired", "disabled"] as const)(
    "who sends a token that is %s learns nothing of its account",
    async (state) => {
      const token = await makeTokenInState(world, world.acme, state);
      const known = await whoami(token.secret);
      const unknown = await whoami(makeTokenString("impersonation", world.acme.locator, randomBytes).text);
      const names = ({ headers }: Answer) => [...headers.keys()].toSorted();
      expect(known.status).toBe(401);
      expect(names(known)).toEqual(names(unknown));
      expect(names(known).filter((name) => /limit|usage|retry/.test(name))).toEqual([]);
    },
  );
});

describe("RZ-08 requests of one source address", () => {
  test("RZ-08 the 2,001st in five minutes gets 429 with the error request limit exceeded, whatever it carries", async () => {
    const token = await makeToken(world.acme, { type: "personal", by: world.acme.member });
    await limit(world.acme, { requestsPerIp: 2_000 });
    const ip = "198.51.100.7";
    const unknown = makeTokenString("personal", world.acme.locator, randomBytes).text;
    const sent = ["Bearer nonsense", `Bearer ${unknown}`, `Bearer ${token.secret}`];
    // The client's own words before the gateway's hop change nothing.
    const answers = await times(2_000, (turn) =>
      forward(sent[turn % 3]!, turn % 2 === 0 ? ip : `203.0.113.${turn % 250}, ${ip}`),
    );
    expect(statuses(answers)).toEqual({ 200: 666, 401: 1_334 });
    world.clock.advance(7);
    for (const authorization of sent) {
      const refused = await forward(authorization, ip);
      expect(refused.status).toBe(429);
      expect(refused.body).toMatchObject({
        title: "request limit exceeded",
        error: "request limit exceeded",
        code: "rate_limited",
        status: 429,
        "violated-policies": ["address"],
      });
      expect(refused.headers.get("retry-after")).toBe("293");
      expect(refused.headers.get("x-keydesk-verdict")).toBe("rate_limited");
    }
    const [total, today] = usage(await forward(`Bearer ${token.secret}`, ip));
    expect(usage(await forward(`Bearer ${token.secret}`, "198.51.100.8")).slice(0, 2)).toEqual([
      total! + 1,
      today! + 1,
    ]);
    world.clock.advance(293);
    expect((await forward(`Bearer ${token.secret}`, ip)).status).toBe(200);
  });

  test("RZ-08 calls to Keydesk itself count for the address that a trusted proxy saw, not for what the client wrote before it", async () => {
    const token = await makeToken(world.acme);
    await limit(world.acme, { requestsPerIp: 5 });
    const answers = await times(8, (turn) => whoami(token.secret, { ip: `10.9.9.${turn}, 198.51.100.20` }));
    expect(statuses(answers)).toEqual({ 200: 5, 429: 3 });
    expect((await whoami(token.secret, { ip: "198.51.100.21" })).status).toBe(200);
  });

  test("a limit that an operator changes holds for the very next request", async () => {
    const token = await makeToken(world.acme);
    await limit(world.acme, { requestsPerIp: 2 });
    const one = () => whoami(token.secret, { ip: "198.51.100.30" });
    expect(statuses(await times(50, one))).toEqual({ 200: 2, 429: 48 });
    await limit(world.acme, { requestsPerIp: 3 });
    expect(statuses(await times(2, one))).toEqual({ 200: 1, 429: 1 });
  });

  test("an account's own gateway cannot use up an address for other accounts", async () => {
    const wanted = { name: "Own edge", forDeployment: false };
    const own = unwrap(await createGateway(world.cli, wanted, { accountId: world.other.accountId }));
    const token = await makeToken(world.acme);
    const ip = "198.51.100.40";
    await times(2_001, () => forward("Bearer nonsense", ip, own.secret));
    expect((await forward("Bearer nonsense", ip, own.secret)).status).toBe(429);
    expect((await forward(`Impersonation ${token.secret}`, ip)).status).toBe(200);
  });

  test("addresses that say nothing limit nothing: a gateway that names no client is not one client", async () => {
    await limit(world.acme, { requestsPerIp: 1 });
    const token = await makeToken(world.acme);
    const { body } = await api.verify({ token: token.secret });
    expect(body).toMatchObject({ verdict: "valid", limits: { remainingOfIp: null, ipEndsInSeconds: null } });
    expect(await api.verdictOf(token.secret)).toBe("valid");
    expect(await api.verdictOf(token.secret, { ip: "198.51.100.50" })).toBe("valid");
    expect(await api.verdictOf(token.secret, { ip: "198.51.100.50" })).toBe("rate_limited");
  });
});
