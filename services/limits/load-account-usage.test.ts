import { afterAll, beforeAll, expect, test } from "vitest";
import { setAccount } from "@/services/accounts/set";
import { loadAccountUsage } from "@/services/limits/load-account-usage";
import { loadOverview } from "@/services/overview/load";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  const rows = [
    [world.acme.accountId, "2026-06-14", 40],
    [world.acme.accountId, "2026-06-15", 7],
    [world.other.accountId, "2026-06-15", 1_000],
  ];
  for (const row of rows) await world.run(`INSERT INTO "AccountUsageDay" VALUES ($1, $2, $3)`, row);
});
afterAll(() => world.close());

test("RZ-07 an account's page and its overview say the same of today, for readers of the account alone", async () => {
  const { acme } = world;
  unwrap(
    await setAccount(acme.operator.context, { licensedAssets: 50, requestsPerIp: 30, requestsPerMinute: 20 }),
  );
  const usage = unwrap(await loadAccountUsage(acme.administrator.context));
  expect(usage).toEqual({
    plan: "platform",
    requestsPerMinute: 20,
    requestsPerIp: 30,
    licensedAssets: 50,
    usedToday: 7,
    total: 47,
    resetAt: new Date("2026-06-16T00:00:00.000Z"),
  });
  expect(unwrap(await loadOverview(acme.administrator.context)).quota).toEqual({ today: 7, limit: 50 });
  expect(codeOf(await loadAccountUsage(acme.auditor.context))).toBe("done");
  expect(codeOf(await loadAccountUsage(acme.member.context))).toBe("forbidden");
  expect(codeOf(await loadAccountUsage(world.stranger))).toBe("unauthenticated");
});

test("at midnight UTC a day without calls begins", async () => {
  world.clock.now = new Date("2026-06-16T00:00:00.000Z");
  await world.run(`UPDATE "Session" SET "lastSeenAt" = $1`, [world.clock.now]);
  expect(unwrap(await loadAccountUsage(world.acme.administrator.context))).toMatchObject({
    usedToday: 0,
    total: 47,
    resetAt: new Date("2026-06-17T00:00:00.000Z"),
  });
});
