import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { limitVerdict } from "@/domain/limits/standing";
import type { LimitedCall } from "@/services/limits/count-call";
import type { Limiter } from "@/services/limits/limiter";
import { startSharedLimiter } from "@/services/limits/shared-limiter";
import { createTestClock } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { startRedis, type TestRedis } from "@/services/testing/redis-server";
import { openTcpProxy, type TcpProxy } from "@/services/testing/tcp-proxy";

let world: OpenWorld;
let redis: TestRedis;
let proxy: TcpProxy;
let accountId = "";
const clock = createTestClock();
const open: Limiter[] = [];
const told: string[] = [];

beforeAll(async () => {
  [world, redis] = await Promise.all([openWorld({ clock }), startRedis()]);
  proxy = await openTcpProxy(redis.url);
});
afterAll(async () => {
  await proxy.close();
  await Promise.all([world.close(), redis.stop()]);
});
beforeEach(() => {
  accountId = uuidv7();
  clock.now = new Date("2026-06-15T10:30:00.000Z");
  told.length = 0;
});
afterEach(async () => {
  for (const limiter of open.splice(0)) await limiter.close();
  await proxy.mend();
  await redis.empty();
});

const isShared = (limiter: Limiter) => expect.poll(() => limiter.state().store).toBe("redis");

async function start(url = redis.url, isThere = true): Promise<Limiter> {
  const limiter = startSharedLimiter(
    url,
    world.url,
    { warn: (_facts, text) => void told.push(text) },
    () => clock.now,
  );
  open.push(limiter);
  await limiter.restore();
  if (isThere) await isShared(limiter);
  return limiter;
}

function call(changes: Partial<LimitedCall> = {}, limits: object = {}): LimitedCall {
  return {
    at: clock.now.getTime(),
    address: "192.0.2.1",
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
  limiters: Limiter[],
  count: number,
  one = () => call(),
): Promise<Record<string, number>> {
  const standings = await Promise.all(
    Array.from({ length: count }, (_, turn) => limiters[turn % limiters.length]!.judge(one())),
  );
  const found: Record<string, number> = {};
  for (const { violated } of standings) {
    const verdict = limitVerdict(violated) ?? "valid";
    found[verdict] = (found[verdict] ?? 0) + 1;
  }
  return found;
}

const writeDay = (count: number, day = "2026-06-15") =>
  world.run(
    `INSERT INTO "AccountUsageDay" VALUES ($1, $2, $3) ON CONFLICT ("accountId", "day") DO UPDATE SET "count" = $3`,
    [accountId, day, count],
  );

describe("two processes over one Redis", () => {
  test("let exactly 100 of 150 calls at once pass, and give all the same figures", async () => {
    const both = [await start(), await start()];
    expect(await verdicts(both, 150)).toEqual({ valid: 100, rate_limited: 50 });
    for (const limiter of both) {
      expect(await limiter.judge(call({ spends: false }))).toMatchObject({
        account: { minute: { used: 100 }, day: { used: 100 }, total: 100 },
      });
    }
    expect(await verdicts(both, 100, () => call({}, { requestsPerMinute: 150 }))).toEqual({
      valid: 50,
      rate_limited: 50,
    });
  });

  test("share the day: as many calls as licensed assets, and what is refused spends nothing of the minute", async () => {
    const both = [await start(), await start()];
    expect(await verdicts(both, 60, () => call({}, { licensedAssets: 50 }))).toEqual({
      valid: 50,
      quota_exceeded: 10,
    });
    expect((await both[0]!.judge(call({ spends: false }))).account).toMatchObject({
      minute: { used: 50 },
      total: 50,
    });
  });

  test("never have a day look used up to whom the minute refuses", async () => {
    const both = [await start(), await start()];
    const tight = () => call({}, { requestsPerMinute: 10, licensedAssets: 40 });
    const standings = await Promise.all(
      Array.from({ length: 300 }, (_, turn) => both[turn % 2]!.judge(tight())),
    );
    expect(standings.filter(({ violated }) => violated.length === 0)).toHaveLength(10);
    expect(standings.filter(({ violated }) => violated.includes("day"))).toEqual([]);
    expect(Math.max(...standings.map(({ account }) => account?.day.used ?? 0))).toBe(10);
  });

  test("share the address: 2,000 requests, then whatever it sends is refused and spends nothing", async () => {
    const both = [await start(), await start()];
    const unknown = () => call({ account: null, spends: false });
    expect(await verdicts(both, 2_050, unknown)).toEqual({ valid: 2_000, rate_limited: 50 });
    const refused = await both[0]!.judge(call());
    expect(refused).toMatchObject({
      violated: ["address"],
      account: { minute: { used: 0 }, day: { used: 0 } },
    });
    expect((await both[1]!.judge(call({}, { requestsPerIp: 2_002 }))).violated).toEqual([]);
    expect(await verdicts(both, 2, () => call({ address: "192.0.2.2" }))).toEqual({ valid: 2 });
  });

  test("name every limit that is used up, and when its window ends", async () => {
    const limiter = await start();
    const tight = () => call({}, { requestsPerIp: 2, requestsPerMinute: 2, licensedAssets: 2 });
    await verdicts([limiter], 2, tight);
    const refused = await limiter.judge(tight());
    expect(refused.violated).toEqual(["address", "minute", "day"]);
    expect(refused.account?.day.endsInMs).toBe(48_600_000);
    for (const [ends, seconds] of [
      [refused.account?.minute.endsInMs, 60],
      [refused.address?.endsInMs, 300],
    ] as const) {
      expect(ends).toBeGreaterThan(seconds * 1_000 - 5_000);
      expect(ends).toBeLessThanOrEqual(seconds * 1_000);
    }
  });
});

test("the day goes on from what the database knows, also when Redis has forgotten it", async () => {
  await writeDay(40, "2026-06-14");
  await writeDay(7);
  const limiter = await start();
  expect((await limiter.judge(call())).account).toMatchObject({ day: { used: 8 }, total: 48 });
  await redis.empty();
  await writeDay(8);
  const next = await start();
  expect((await next.judge(call())).account).toMatchObject({ day: { used: 9 }, total: 49 });
  // Also to a process that is connected all the while.
  await redis.empty();
  await writeDay(9);
  expect((await limiter.judge(call())).account).toMatchObject({ day: { used: 10 }, total: 50 });
  clock.now = new Date("2026-06-16T00:00:01.000Z");
  await writeDay(10);
  expect((await next.judge(call())).account).toMatchObject({ day: { used: 1 }, total: 51 });
});

describe("while Redis is away", () => {
  test("each process counts by itself, from what the database knows; the log and the state say so; once back, days are shared again", async () => {
    const limiter = await start(proxy.url);
    await verdicts([limiter], 3);
    await writeDay(3);
    await proxy.cut();
    await expect.poll(() => limiter.state().isInsured).toBe(true);
    expect(limiter.state().store).toBe("memory");
    expect((await limiter.judge(call())).account).toMatchObject({ day: { used: 4 }, total: 4 });
    expect(await verdicts([limiter], 150)).toEqual({ valid: 99, rate_limited: 51 });
    expect(told).toEqual(["Redis is away; this process counts limits by itself"]);
    await writeDay(103);
    await proxy.mend();
    await isShared(limiter);
    expect(told.at(-1)).toBe("limits are shared again");
    expect((await limiter.judge(call())).account).toMatchObject({ day: { used: 104 }, total: 104 });
  });

  test.each(["cut", "hold"] as const)(
    "(%s) no call waits for long, and none is let through unseen",
    async (how) => {
      const limiter = await start(proxy.url);
      await verdicts([limiter], 1);
      const began = performance.now();
      await proxy[how]();
      expect(await verdicts([limiter], 150, () => call({ account: null, spends: false }, {}))).toEqual({
        valid: 150,
      });
      expect(await verdicts([limiter], 150)).toEqual({ valid: 100, rate_limited: 50 });
      // One after the other they would wait for minutes.
      expect(performance.now() - began).toBeLessThan(20_000);
    },
  );

  test("a Redis that answers but counts no more is away too: days are held, the log and the state say so, until it counts again", async () => {
    const limiter = await start();
    const few = () => call({}, { licensedAssets: 5 });
    await verdicts([limiter], 1, few);
    await writeDay(1);
    await redis.refuseWrites(true);
    const passed: boolean[] = [];
    for (let i = 0; i < 8; i++) passed.push((await limiter.judge(few())).violated.length === 0);
    expect(passed).toEqual([true, true, true, true, false, false, false, false]);
    expect(limiter.state()).toMatchObject({ store: "memory", isInsured: true });
    expect(told).toEqual(["Redis is away; this process counts limits by itself"]);
    const other = await start(redis.url, false);
    expect(other.state()).toMatchObject({ store: "memory", isInsured: true });
    await redis.refuseWrites(false);
    await isShared(limiter);
    await isShared(other);
  });

  test.each(["cut", "hold"] as const)(
    "(%s) at the start it counts by itself until Redis is there",
    async (how) => {
      await proxy[how]();
      const limiter = await start(proxy.url, false);
      expect(limiter.state()).toMatchObject({ store: "memory", isInsured: true });
      expect(await verdicts([limiter], 101)).toEqual({ valid: 100, rate_limited: 1 });
      await proxy.mend();
      await isShared(limiter);
    },
  );
});
