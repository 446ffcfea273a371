import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { limitVerdict } from "@/domain/limits/standing";
import type { LimitedCall } from "@/services/limits/count-call";
import { type Limiter, startLimiter } from "@/services/limits/limiter";
import { createTestClock } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { VerificationUnavailable } from "@/services/verification/unavailable";

let world: OpenWorld;
const clock = createTestClock();
const open: Limiter[] = [];
let accountId = "";

beforeAll(async () => {
  world = await openWorld({ clock });
});
afterAll(() => world.close());
beforeEach(() => {
  accountId = uuidv7();
  clock.now = new Date("2026-06-15T10:30:00.000Z");
});
afterEach(async () => {
  for (const limiter of open.splice(0)) await limiter.close();
  await world.run(`DELETE FROM "LimitCounter"`);
});

function start(url = world.url): Limiter {
  const limiter = startLimiter(url, { warn: () => undefined }, () => clock.now);
  open.push(limiter);
  return limiter;
}

function call(changes: Partial<LimitedCall> = {}, limits: object = {}): LimitedCall {
  return {
    at: clock.now.getTime(),
    address: null,
    toldBy: null,
    account: {
      id: accountId,
      requestsPerMinute: 100,
      requestsPerIp: 2_000,
      licensedAssets: 1_000,
      ...limits,
    },
    spends: true,
    ...changes,
  };
}

async function verdicts(
  limiter: Limiter,
  count: number,
  one = () => call(),
): Promise<Record<string, number>> {
  const standings = await Promise.all(Array.from({ length: count }, () => limiter.judge(one())));
  const found: Record<string, number> = {};
  for (const { violated } of standings) {
    const verdict = limitVerdict(violated) ?? "valid";
    found[verdict] = (found[verdict] ?? 0) + 1;
  }
  return found;
}

describe("an account's minute", () => {
  test("ZO-11 of 150 calls at once lets exactly 100 pass, and leaves another account untouched", async () => {
    const limiter = start();
    expect(await verdicts(limiter, 150)).toEqual({ valid: 100, rate_limited: 50 });
    const other = uuidv7();
    expect(await verdicts(limiter, 100, () => call({}, { id: other }))).toEqual({ valid: 100 });
  });

  test("begins with its first call, and refused calls do not prolong it", async () => {
    const limiter = start();
    await verdicts(limiter, 100);
    clock.advance(59);
    const refused = await limiter.judge(call());
    expect(refused.account?.minute).toEqual({ limit: 100, used: 100, endsInMs: 1_000 });
    expect(await verdicts(limiter, 1_000)).toEqual({ rate_limited: 1_000 });
    clock.advance(1);
    expect(await verdicts(limiter, 150)).toEqual({ valid: 100, rate_limited: 50 });
  });

  test("ends also when the clock was set back", async () => {
    const limiter = start();
    await verdicts(limiter, 100);
    clock.advance(-3_600);
    expect(await verdicts(limiter, 101)).toEqual({ valid: 100, rate_limited: 1 });
  });

  test("that is given more room has it at the very next call, whatever was refused meanwhile", async () => {
    const limiter = start();
    await verdicts(limiter, 500);
    const raised = () => call({}, { requestsPerMinute: 110 });
    expect(await verdicts(limiter, 20, raised)).toEqual({ valid: 10, rate_limited: 10 });
    expect(await verdicts(limiter, 1, () => call({}, { requestsPerMinute: 50 }))).toEqual({
      rate_limited: 1,
    });
  });
});

describe("an account's day", () => {
  const small = () => call({}, { licensedAssets: 3 });

  test("RZ-07 has as many calls as licensed assets; each one is in the figures that it is told", async () => {
    const limiter = start();
    for (const used of [1, 2, 3]) {
      const { account } = await limiter.judge(small());
      expect(account).toMatchObject({ day: { limit: 3, used, endsInMs: 48_600_000 }, total: used });
    }
    const refused = await limiter.judge(small());
    expect(refused).toMatchObject({ violated: ["day"], account: { day: { used: 3 }, total: 3 } });
    // Nothing of the minute was spent on it.
    expect(refused.account?.minute.used).toBe(3);
  });

  test("is a day of UTC: at midnight it begins at nought, and the total goes on", async () => {
    const limiter = start();
    clock.now = new Date("2026-06-15T23:59:59.999Z");
    expect(await verdicts(limiter, 4, small)).toEqual({ valid: 3, quota_exceeded: 1 });
    clock.now = new Date("2026-06-16T00:00:00.000Z");
    expect((await limiter.judge(small())).account).toMatchObject({ day: { used: 1 }, total: 4 });
  });

  test("begins at nought also for who waited over midnight for the account's calls", async () => {
    await world.run(`INSERT INTO "AccountUsageDay" VALUES ($1, '2026-06-15', 3)`, [accountId]);
    const limiter = start();
    const before = { ...small(), at: Date.parse("2026-06-15T23:59:59.999Z") };
    const after = { ...before, at: Date.parse("2026-06-16T00:00:00.000Z") };
    const both = await Promise.all([limiter.judge(before), limiter.judge(after)]);
    expect(both.map(({ violated }) => violated)).toEqual([["day"], []]);
    expect((await limiter.judge(after)).account).toMatchObject({ day: { used: 2 }, total: 5 });
  });

  test("goes on from what is kept of the account's calls", async () => {
    const rows = [
      ["2026-06-14", 7],
      ["2026-06-15", 2],
    ];
    for (const [day, count] of rows)
      await world.run(`INSERT INTO "AccountUsageDay" VALUES ($1, $2, $3)`, [accountId, day, count]);
    expect((await start().judge(small())).account).toMatchObject({ day: { used: 3 }, total: 10 });
  });

  test("is not spent by calls that are refused for something else", async () => {
    const limiter = start();
    const refused = await limiter.judge(call({ spends: false }));
    expect(refused).toMatchObject({
      violated: [],
      account: { minute: { used: 0 }, day: { used: 0 }, total: 0 },
    });
  });
});

describe("a source address", () => {
  const address = "192.0.2.1";
  const unknown = () => call({ address, account: null, spends: false });

  test("RZ-08 may send 2,000 requests in five minutes, good and bad, known tokens and unknown ones", async () => {
    const limiter = start();
    const mixed = [
      unknown,
      () => call({ address, spends: false }),
      () => call({ address }, { requestsPerMinute: 9_999, licensedAssets: 9_999 }),
    ];
    let turn = 0;
    expect(await verdicts(limiter, 2_100, () => mixed[turn++ % 3]!())).toEqual({
      valid: 2_000,
      rate_limited: 100,
    });
    expect((await limiter.judge({ ...unknown(), address: "192.0.2.2" })).violated).toEqual([]);
    clock.advance(300);
    expect(await verdicts(limiter, 1, unknown)).toEqual({ valid: 1 });
  });

  test("is judged by the limit of the account that it calls, and ranks before the account's own", async () => {
    const limiter = start();
    const strict = () => call({ address }, { requestsPerIp: 3, requestsPerMinute: 3 });
    expect(await verdicts(limiter, 3, strict)).toEqual({ valid: 3 });
    expect((await limiter.judge(strict())).violated).toEqual(["address", "minute"]);
    expect(await verdicts(limiter, 1, () => call({ address }, { id: uuidv7() }))).toEqual({ valid: 1 });
  });

  test("that an account's own gateway names counts for that account alone: it cannot shut out others' clients", async () => {
    const limiter = start();
    const claimed = () => call({ address, toldBy: accountId, account: null, spends: false });
    expect(await verdicts(limiter, 2_001, claimed)).toEqual({ valid: 2_000, rate_limited: 1 });
    expect(await verdicts(limiter, 1, unknown)).toEqual({ valid: 1 });
  });

  test("spends nothing of the account when it is refused", async () => {
    const limiter = start();
    await verdicts(limiter, 2_000, unknown);
    const refused = await limiter.judge(call({ address }));
    expect(refused).toMatchObject({
      violated: ["address"],
      account: { minute: { used: 0 }, day: { used: 0 } },
    });
  });
});

describe("counts", () => {
  const address = "192.0.2.7";
  const both = () => call({ address }, { requestsPerIp: 100, requestsPerMinute: 100 });

  test("are the same after a clean restart", async () => {
    const before = start();
    await verdicts(before, 60, both);
    await before.close();
    clock.advance(10);
    const after = await start().judge(both());
    expect(after).toMatchObject({
      address: { used: 61, endsInMs: 290_000 },
      account: { minute: { used: 61, endsInMs: 50_000 } },
    });
  });

  test("are kept without anybody asking", async () => {
    await verdicts(start(), 60, both);
    await expect
      .poll(() => world.run(`SELECT "count" FROM "LimitCounter" ORDER BY 1`))
      .toEqual([{ count: 60 }, { count: 60 }]);
  });

  test("of before a restart are added to those of requests that did not wait for them", async () => {
    const before = start();
    await verdicts(before, 60, both);
    await before.close();
    const after = start();
    await after.judge({ ...both(), account: null, spends: false });
    expect((await after.judge(both())).address).toMatchObject({ used: 62 });
  });

  test("are forgotten once their window has ended", async () => {
    const limiter = start();
    await verdicts(limiter, 5, both);
    expect(limiter.state()).toMatchObject({ store: "memory", addresses: 1, accounts: 1 });
    clock.advance(301);
    await limiter.flush();
    expect(limiter.state()).toMatchObject({ addresses: 0, accounts: 0 });
    const next = start();
    expect((await next.judge(both())).address).toMatchObject({ used: 1 });
    await next.flush();
    expect(await world.run(`SELECT "count" FROM "LimitCounter"`)).toEqual([{ count: 1 }, { count: 1 }]);
  });

  test("that cannot be known let nothing of an account pass; what was counted meanwhile is kept once the database is back", async () => {
    const proxy = await openTcpProxy(world.url);
    const limiter = start(proxy.url);
    await limiter.judge(both());
    await proxy.cut();
    expect(await verdicts(limiter, 4, both)).toEqual({ valid: 4 });
    await expect(limiter.flush()).rejects.toThrow();
    await expect(limiter.judge(call({}, { id: uuidv7() }))).rejects.toThrow(VerificationUnavailable);
    await proxy.mend();
    // A connection may take longer than it is waited for, where the machine is busy.
    const failure = () => limiter.flush().then(() => null, String);
    await expect.poll(failure).toBeNull();
    expect(await world.run(`SELECT "count" FROM "LimitCounter"`)).toEqual([{ count: 5 }, { count: 5 }]);
    await proxy.close();
  });
});
