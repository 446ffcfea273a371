import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerMetrics } from "@/api/metrics/metrics-route";
import { openApi } from "@/api/testing/open-api";
import { scrape } from "@/api/testing/scrape";
import { parseConfig } from "@/services/config";
import { createMetrics, type Metrics } from "@/services/metrics/metrics";
import { openWorld } from "@/services/testing/open-world";

const token = "0123456789abcdef.metrics";
let world: Awaited<ReturnType<typeof openWorld>>;
let guarded: Awaited<ReturnType<typeof openApi>>;
let unguarded: Awaited<ReturnType<typeof openApi>>;
let metrics: Metrics;
beforeAll(async () => {
  world = await openWorld();
  guarded = await openApi(world, { metricsToken: token });
  unguarded = await openApi(world);
  const { lookup, limits, meter, usage } = unguarded;
  metrics = createMetrics({ databaseUrl: world.url, lookup, limits, meter, usage, version: "test" });
});
afterAll(async () => {
  metrics.close();
  await Promise.all([guarded.close(), unguarded.close()]);
  await world.close();
});

describe("with a metrics token", () => {
  test("who sends it may read, also from elsewhere", async () => {
    const authorization = `Bearer ${token}`;
    await scrape(guarded, { authorization, "x-forwarded-for": "203.0.113.7" });
  });

  test.each([
    undefined,
    "",
    token,
    `Bearer ${token}x`,
    `Bearer ${token.slice(0, -1)}`,
    `Basic ${token}`,
    `Bearer ${token}, Bearer ${token}`,
  ])("all others get 401 and no metric: %s", async (authorization) => {
    const answer = await fetch(`${guarded.url}/metrics`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="Keydesk metrics"');
    const text = await answer.text();
    expect(JSON.parse(text)).toMatchObject({ code: "metrics_unauthenticated" });
    expect(text).not.toContain("keydesk_");
  });

  test("it stands in no log line", async () => {
    await scrape(guarded, { authorization: `Bearer ${token}` });
    await fetch(`${guarded.url}/metrics?token=${token}`);
    expect(guarded.log.length).toBeGreaterThan(1);
    expect(guarded.log.join("")).not.toContain(token);
  });
});

describe("without one", () => {
  test("this machine may read", () => scrape(unguarded));

  test.each<Record<string, string>>([
    { "x-forwarded-for": "203.0.113.7" },
    { "x-forwarded-for": "127.0.0.1" },
    { "x-forwarded-for": "unknown" },
    { forwarded: "for=203.0.113.7" },
  ])("nobody whom a proxy on this machine speaks for: %o", async (headers) => {
    expect((await fetch(`${unguarded.url}/metrics`, { headers })).status).toBe(401);
  });

  test.each([
    ["127.0.0.1", 200],
    ["::ffff:127.0.0.1", 200],
    ["::1", 200],
    ["192.0.2.7", 401],
    ["::ffff:192.0.2.7", 401],
    ["2001:db8::1", 401],
  ])("a connection from %s gets %i", async (remoteAddress, status) => {
    const app = Fastify();
    app.decorate("deskUrl", "https://desk.example.test");
    registerMetrics(app, metrics, null);
    expect((await app.inject({ url: "/metrics", remoteAddress })).statusCode).toBe(status);
    await app.close();
  });
});

test("a token that is short or cannot be sent is refused at the start, and not repeated", () => {
  for (const wrong of ["short", "with spaces in it, and long enough", "é".repeat(20)]) {
    const parse = () =>
      parseConfig({ DATABASE_URL: "postgresql://db/keydesk", KEYDESK_METRICS_TOKEN: wrong });
    expect(parse).toThrow("KEYDESK_METRICS_TOKEN: must be 16 to 200");
    expect(parse).not.toThrow(wrong);
  }
});
