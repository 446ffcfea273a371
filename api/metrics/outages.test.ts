import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openApi, patientBounds } from "@/api/testing/open-api";
import { scrape } from "@/api/testing/scrape";
import { startPatientSealer } from "@/services/testing/audit-log";
import { createTestClock } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { startRedis } from "@/services/testing/redis-server";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let proxy: Awaited<ReturnType<typeof openTcpProxy>>;
let redis: Awaited<ReturnType<typeof startRedis>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  [world, redis] = await Promise.all([openWorld({ clock: createTestClock(new Date()) }), startRedis()]);
  proxy = await openTcpProxy(world.url);
  // A silent one is given up after two seconds, one that is slow because the machine is busy hardly ever.
  const bounds = { ...patientBounds, awayMs: 50, statementMsMax: 2_000, waitingMax: 20, connections: 1 };
  api = await openApi(world, { databaseUrl: proxy.url, redisUrl: redis.url, bounds });
});
afterEach(() => proxy.mend());
afterAll(async () => {
  await api.close();
  await Promise.all([proxy.close(), redis.stop()]);
  await world.close();
});

const value = async (name: string, labels?: Record<string, string>) =>
  (await scrape(api)).valueOf(name, labels);
const whoami = (secret: string) =>
  fetch(`${api.url}/api/v1.0/whoami`, { headers: { authorization: `Impersonation ${secret}` } });
/** Look-ups have connections of their own, which mend when they are tried. */
const works = (secret: string) => expect.poll(async () => (await whoami(secret)).status).toBe(200);

describe("the database", () => {
  test.each(["cut", "hold"] as const)(
    "away (%s) shows within seconds, and back too; no scrape takes long",
    async (how) => {
      const { secret } = await makeToken(world.acme);
      await works(secret);
      await expect.poll(() => value("keydesk_database_up")).toBe(1);
      const before = await scrape(api);
      const failed = before.valueOf("keydesk_lookups_failed_total")!;
      const labels = { face: "self", verdict: "database_unavailable" };
      const unavailable = before.valueOf("keydesk_verifications_total", labels)!;
      await proxy[how]();
      expect((await whoami(secret)).status).toBe(503);
      await expect.poll(() => value("keydesk_database_up")).toBe(0);
      const startedAt = performance.now();
      const away = await scrape(api);
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      expect(away.valueOf("keydesk_lookups_failed_total")).toBe(failed + 1);
      expect(away.valueOf("keydesk_verifications_total", labels)).toBe(unavailable + 1);
      // What is not known is not said.
      expect(away.valueOf("keydesk_audit_pending_events")).toBeUndefined();
      expect(away.valueOf("keydesk_usage_journal_rows")).toBeUndefined();
      await proxy.mend();
      await expect.poll(() => value("keydesk_database_up")).toBe(1);
      expect(await value("keydesk_audit_pending_events")).toBeTypeOf("number");
    },
  );

  test("taking no flush shows in the age of what is not written; nothing is lost", async () => {
    const { secret } = await makeToken(world.acme);
    await works(secret);
    await expect.poll(() => value("keydesk_usage_unwritten_age_seconds")).toBe(0);
    // The database takes no more flushes, and answers everything else.
    await world.run('BEGIN; LOCK TABLE "UsageJournal" IN ACCESS EXCLUSIVE MODE');
    world.clock.now = new Date();
    await whoami(secret);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    world.clock.now = new Date();
    await whoami(secret);
    await expect.poll(() => value("keydesk_usage_unwritten_age_seconds")).toBeGreaterThan(1);
    await world.run("COMMIT");
    await expect.poll(() => value("keydesk_usage_unwritten_age_seconds")).toBe(0);
    expect(await value("keydesk_usage_lost_total")).toBe(0);
  });
});

test("too many at once are sent away, and each is counted once", async () => {
  const { secret } = await makeToken(world.acme);
  await whoami(secret);
  const before = await value("keydesk_requests_shed_total");
  // Nothing is answered until the lock is gone, so that they wait together.
  await world.run('BEGIN; LOCK TABLE "TokenSecret" IN ACCESS EXCLUSIVE MODE');
  const asked = Promise.all(Array.from({ length: 60 }, () => whoami(secret)));
  await expect.poll(() => value("keydesk_lookup_waiting")).toBeGreaterThan(0);
  await world.run("COMMIT");
  const codes = await Promise.all((await asked).map(async (answer) => (await answer.json()).code as string));
  const shed = codes.filter((code) => code === "overloaded").length;
  expect(shed).toBeGreaterThan(0);
  const after = await scrape(api);
  expect(after.valueOf("keydesk_requests_shed_total")).toBe(before! + shed);
  expect(after.valueOf("keydesk_lookups_shed_total")).toBeGreaterThanOrEqual(shed);
  expect(after.valueOf("keydesk_lookup_waiting")).toBe(0);
});

test("Redis away shows in the store that counts, and back too", async () => {
  const state = async () => {
    const all = await scrape(api);
    return [
      all.valueOf("keydesk_limiter_store", { store: "redis" }),
      all.valueOf("keydesk_limiter_store", { store: "memory" }),
      all.valueOf("keydesk_limiter_insured"),
    ];
  };
  await expect.poll(state).toEqual([1, 0, 0]);
  await redis.stop();
  await expect.poll(state).toEqual([0, 1, 1]);
});

test("events that nobody numbers show, with the age of the oldest; once numbered they are gone", async () => {
  const sealer = startPatientSealer(world.url);
  await sealer.seal();
  await sealer.close();
  await makeToken(world.acme);
  const waiting = (await world.run('SELECT count(*)::int AS n FROM "AuditPending"'))[0]!.n;
  await expect.poll(() => value("keydesk_audit_pending_events")).toBe(waiting);
  await expect.poll(() => value("keydesk_audit_pending_age_seconds")).toBeGreaterThan(0.5);
  const again = startPatientSealer(world.url);
  await again.seal();
  await again.close();
  await expect.poll(() => value("keydesk_audit_pending_events")).toBe(0);
  expect(await value("keydesk_audit_pending_age_seconds")).toBe(0);
});
