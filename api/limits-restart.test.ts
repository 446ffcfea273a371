import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startReadyServer } from "@/api/testing/start-server";
import { setAccount } from "@/services/accounts/set";
import { createTestClock } from "@/services/testing/context";
import { largeLimits } from "@/services/testing/large-limits";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";

let world: OpenWorld;
const started: ChildProcess[] = [];
beforeAll(async () => {
  // The process under test has the real clock.
  world = await openWorld({ clock: createTestClock(new Date()) });
});
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await world.close();
});

const limit = async (tenant: Tenant, limits: object) =>
  unwrap(await setAccount(world.cli, { ...largeLimits, ...limits }, { accountId: tenant.accountId }));

async function statusesOf(
  url: string,
  secret: string,
  ip: string,
  count: number,
): Promise<Record<number, number>> {
  const headers = { authorization: `Impersonation ${secret}`, "x-forwarded-for": ip };
  const found: Record<number, number> = {};
  for (let i = 0; i < count; i++) {
    const { status } = await fetch(`${url}/api/v1.0/whoami`, { headers });
    found[status] = (found[status] ?? 0) + 1;
  }
  return found;
}

test("a clean restart forgets no call of a minute, a day or an address", { timeout: 180_000 }, async () => {
  const minute = await makeToken(world.acme);
  const day = await makeToken(world.other);
  await limit(world.acme, { requestsPerMinute: 100 });
  await limit(world.other, { licensedAssets: 100, requestsPerIp: 80 });
  const first = await startReadyServer(world.url, started);
  expect(await statusesOf(first.url, minute.secret, "192.0.2.1", 60)).toEqual({ 200: 60 });
  expect(await statusesOf(first.url, day.secret, "192.0.2.2", 60)).toEqual({ 200: 60 });
  first.child.kill("SIGTERM");
  expect(await first.ended).toEqual([0, null]);
  // A start takes longer than a minute where the machine is busy.
  const kept = await world.run(
    `UPDATE "LimitCounter" SET "endsAt" = now() + interval '59 seconds' WHERE "key" LIKE 'minute:%' RETURNING "count"`,
  );
  expect(kept).toEqual([{ count: 60 }, { count: 60 }]);
  const second = await startReadyServer(world.url, started);
  expect(await statusesOf(second.url, minute.secret, "192.0.2.1", 41)).toEqual({ 200: 40, 429: 1 });
  // 20 are left of the address, 40 of the day.
  expect(await statusesOf(second.url, day.secret, "192.0.2.2", 21)).toEqual({ 200: 20, 429: 1 });
  expect(await statusesOf(second.url, day.secret, "192.0.2.3", 21)).toEqual({ 200: 20, 429: 1 });
  second.child.kill("SIGKILL");
});

test("after kill -9 at most the calls of the last second are forgotten", { timeout: 180_000 }, async () => {
  const tenant = await createTenant(world.db, world.clock, "Cirrus GmbH");
  const token = await makeToken(tenant);
  const first = await startReadyServer(world.url, started);
  const earlier = await statusesOf(first.url, token.secret, "192.0.2.9", 200);
  expect(earlier).toEqual({ 200: 200 });
  // Of a minute, of the address and of the day.
  const kept = () =>
    world.run(
      `SELECT (SELECT count(*)::int FROM "LimitCounter" WHERE "count" = 200) AS windows,
         (SELECT sum("count")::int FROM "AccountUsageDay" WHERE "accountId" = $1) AS day`,
      [tenant.accountId],
    );
  await expect.poll(kept).toEqual([{ windows: 2, day: 200 }]);
  const late = await statusesOf(first.url, token.secret, "192.0.2.9", 20);
  first.child.kill("SIGKILL");
  await first.ended;
  await world.run(`UPDATE "LimitCounter" SET "endsAt" = now() + interval '59 seconds'`);
  const second = await startReadyServer(world.url, started);
  const headers = { authorization: `Impersonation ${token.secret}`, "x-forwarded-for": "192.0.2.9" };
  const answer = await fetch(`${second.url}/api/v1.0/whoami`, { headers });
  expect(late).toEqual({ 200: 20 });
  const { limits } = (await answer.json()) as { limits: Record<string, number> };
  const counted = {
    today: limits.usedToday!,
    minute: limits.requestsPerMinute! - limits.remainingThisMinute!,
    address: limits.requestsPerIp! - limits.remainingOfIp!,
  };
  for (const [name, count] of Object.entries(counted)) {
    expect(count, name).toBeGreaterThanOrEqual(201);
    expect(count, name).toBeLessThanOrEqual(221);
  }
  second.child.kill("SIGKILL");
});
