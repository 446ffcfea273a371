import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";
import { use, usedAt, usesOf } from "@/services/testing/uses";
import { deleteToken } from "@/services/tokens/delete";
import { noGateway } from "@/services/usage/book";
import { startUsageRecorder, type UsageRecorder } from "@/services/usage/recorder";
import { usageBounds } from "@/services/usage/usage-bounds";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const quiet = { warn: () => undefined };
/** Its end has a second and a half for what is left, which may be too short for a busy machine: most tests are not about that. */
const open = (url = world.url): UsageRecorder => {
  const usage = startUsageRecorder(url, quiet);
  return { ...usage, close: () => usage.flush().then(usage.close, usage.close) };
};
const later = (ms: number) => new Date(usedAt.getTime() + ms);
const { subject, activityOf, hoursOf } = usesOf(() => world);

describe("what is kept of a token's use", () => {
  test("first and last use, address, agent and total; hours by verdict; the account's day", async () => {
    const usage = open();
    const facts = await subject();
    const day = { accountId_day: { accountId: world.acme.accountId, day: new Date("2026-06-15") } };
    const before = Number((await world.db.accountUsageDay.findUnique({ where: day }))?.count ?? 0);
    usage.record(use(facts));
    usage.record(use(facts, { at: later(1_000), ip: "2001:db8::1", agent: "python/3" }));
    usage.record(use(facts, { at: later(1_001), verdict: "forbidden", ip: "203.0.113.66" }));
    await usage.close();
    expect(await activityOf(facts)).toMatchObject({
      firstUsedAt: usedAt,
      lastUsedAt: later(1_000),
      lastIp: "2001:db8::1",
      lastAgent: "python/3",
      total: 2n,
    });
    expect(await hoursOf(facts)).toEqual([
      ["10:00", "valid", 1],
      ["11:00", "forbidden", 1],
      ["11:00", "valid", 1],
    ]);
    expect(Number((await world.db.accountUsageDay.findUnique({ where: day }))?.count)).toBe(before + 2);
    const callers = await world.db.tokenCaller.findMany({
      where: { tokenId: facts.token.id },
      orderBy: { ip: "asc" },
    });
    expect(callers.map(({ ip, agent, total, secretId }) => [ip, agent, total, secretId])).toEqual([
      ["192.0.2.1", "curl/8", 1n, facts.secretId],
      ["2001:db8::1", "python/3", 1n, facts.secretId],
    ]);
  });

  test("refusals move neither first nor last use, and are no callers", async () => {
    const usage = open();
    const facts = await subject();
    for (const verdict of ["disabled", "expired", "revoked", "forbidden", "ip_not_allowed"] as const) {
      usage.record(use(facts, { verdict }));
    }
    await usage.close();
    expect(await activityOf(facts)).toMatchObject({ firstUsedAt: null, lastUsedAt: null, total: 0n });
    expect(await world.db.tokenCaller.count({ where: { tokenId: facts.token.id } })).toBe(0);
    expect((await hoursOf(facts)).map(([, verdict]) => verdict)).toHaveLength(5);
  });

  test("last used moves forward only, whatever the order in which processes write", async () => {
    const [one, two] = [open(), open()];
    const facts = await subject();
    one.record(use(facts, { at: later(5_000), ip: "192.0.2.5" }));
    two.record(use(facts, { at: later(1_000), ip: "192.0.2.9" }));
    await one.close();
    await two.close();
    expect(await activityOf(facts)).toMatchObject({
      firstUsedAt: later(1_000),
      lastUsedAt: later(5_000),
      lastIp: "192.0.2.5",
      total: 2n,
    });
  });

  test("what a gateway was told is counted by verdict and hour, and so are bearers that name no token", async () => {
    const usage = open();
    const gatewayId = uuidv7();
    for (const verdict of ["missing", "unknown", "unknown", "malformed"] as const)
      usage.record(use(null, { verdict, gatewayId }));
    usage.record(use(null, { verdict: "missing" }));
    const facts = await subject();
    usage.record(use(facts, { gatewayId }));
    usage.record(use(facts));
    await usage.close();
    const rows = await world.db.gatewayHour.findMany({
      where: { gatewayId: { in: [gatewayId, noGateway] } },
      orderBy: [{ gatewayId: "desc" }, { verdict: "asc" }],
    });
    expect(rows.map(({ gatewayId: id, verdict, count }) => [id === noGateway, verdict, count])).toEqual([
      [false, "malformed", 1n],
      [false, "missing", 1n],
      [false, "unknown", 2n],
      [false, "valid", 1n],
      [true, "missing", 1n],
    ]);
  });

  test("a gateway's use of its own token shows as its activity, and is no call of the account", async () => {
    const usage = open();
    const facts = await subject();
    usage.record(use(facts, { isCall: false }));
    await usage.close();
    expect(await activityOf(facts)).toMatchObject({ lastUsedAt: usedAt, total: 1n });
    expect(await hoursOf(facts)).toEqual([]);
  });

  test("an account's hours are the sum of its tokens' hours", async () => {
    const sums = await world.run(
      `SELECT count(*)::int AS differing FROM (
         SELECT "accountId", "hour", "verdict", sum("count") AS n FROM "UsageHour" GROUP BY 1, 2, 3) h
       FULL JOIN "AccountUsageHour" a USING ("accountId", "hour", "verdict") WHERE h.n IS DISTINCT FROM a."count"`,
    );
    expect(sums).toEqual([{ differing: 0 }]);
  });
});

describe("nothing is lost and nothing counted twice", () => {
  test("by four processes that write the same tokens at once, without a deadlock", async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => subject()));
    const processes = Array.from({ length: 4 }, () => open());
    for (let round = 0; round < 25; round++) {
      for (const [p, usage] of processes.entries()) {
        // Each in an order of its own.
        const order = tokens.map((facts, i) => ({ facts, key: (i * 7 + p * 5 + round) % 20 }));
        for (const { facts } of order.sort((a, b) => a.key - b.key))
          usage.record(use(facts, { at: later(round) }));
      }
      await Promise.all(processes.map((usage) => usage.flush()));
    }
    await Promise.all(processes.map((usage) => usage.close()));
    for (const facts of tokens) {
      expect((await activityOf(facts)).total).toBe(100n);
      expect(await hoursOf(facts)).toEqual([["10:00", "valid", 100]]);
      const callers = await world.db.tokenCaller.findMany({ where: { tokenId: facts.token.id } });
      expect(callers.map((caller) => caller.total)).toEqual([100n]);
    }
  });

  test("by a database that is away: it is kept, and written when it is back", async () => {
    const proxy = await openTcpProxy(world.url);
    const usage = open(proxy.url);
    const facts = await subject();
    usage.record(use(facts));
    await usage.flush();
    await proxy.cut();
    usage.record(use(facts, { at: later(1) }));
    await expect(usage.flush()).rejects.toThrow();
    usage.record(use(facts, { at: later(2) }));
    await expect(usage.flush()).rejects.toThrow();
    await proxy.mend();
    await usage.close();
    expect(await activityOf(facts)).toMatchObject({ total: 3n, lastUsedAt: later(2) });
    expect(await hoursOf(facts)).toEqual([["10:00", "valid", 3]]);
    await proxy.close();
  });

  test("by the clock alone: a use is written without anybody asking for it", async () => {
    const usage = open();
    const facts = await subject();
    usage.record(use(facts));
    await expect.poll(async () => (await activityOf(facts)).total).toBe(1n);
    await usage.close();
  });

  test("by a deletion in between", async () => {
    const usage = open();
    const token = await makeToken(world.acme);
    const facts = await subject(token.id);
    usage.record(use(facts));
    const { administrator } = world.acme;
    expect((await deleteToken(administrator.context, { tokenId: token.id })).ok).toBe(true);
    const gone = await subject(uuidv7());
    usage.record(use(gone));
    await usage.close();
    expect((await activityOf(facts)).total).toBe(1n);
    expect(await world.db.tokenActivity.findUnique({ where: { tokenId: gone.token.id } })).toBeNull();
    const row = await world.db.token.findUniqueOrThrow({ where: { id: token.id } });
    expect(row.deletedAt).not.toBeNull();
  });
});

describe("bounds", () => {
  test("a client that varies its agent is remembered by its newest callers only, and every use is counted", async () => {
    const usage = open();
    const facts = await subject();
    for (let i = 0; i < 500; i++) usage.record(use(facts, { agent: `agent ${i}` }));
    await usage.close();
    expect((await activityOf(facts)).total).toBe(500n);
    expect(await world.db.tokenCaller.count({ where: { tokenId: facts.token.id } })).toBe(
      usageBounds.callersPerTokenMax,
    );
  });

  test("agents are cut, and what a text column cannot hold is taken out", async () => {
    const usage = open();
    const facts = await subject();
    usage.record(use(facts, { agent: `a\u0000b\u001b${"\ud83d\ude00".repeat(200)}` }));
    await usage.close();
    const { lastAgent } = await activityOf(facts);
    expect(lastAgent).toMatch(/^ab\p{Emoji}+$/u);
    expect(lastAgent!.length).toBeLessThanOrEqual(usageBounds.agentLengthMax);
  });
});
