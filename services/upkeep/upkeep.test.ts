import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { plantApp } from "@/services/testing/second-factors";
import type { Tenant } from "@/services/testing/world";
import { upkeepTasks } from "@/services/upkeep/tasks";
import { startUpkeep, type Upkeep, type UpkeepLog } from "@/services/upkeep/upkeep";
import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const said: { facts: object; message: string }[] = [];
const log: UpkeepLog = {
  info: (facts, message) => void said.push({ facts, message }),
  warn: (facts, message) => void said.push({ facts, message }),
};
const daysAgo = (days: number) => new Date(world.clock.now.getTime() - days * 86_400_000);

async function withUpkeep<T>(work: (upkeep: Upkeep) => Promise<T>, tasks = upkeepTasks): Promise<T> {
  const upkeep = startUpkeep(world.db, log, () => world.clock.now, tasks);
  try {
    return await work(upkeep);
  } finally {
    await upkeep.close();
  }
}

async function addSession(tenant: Tenant, endedDaysAgo: number, ended = false): Promise<string> {
  const id = uuidv7();
  await world.db.session.create({
    data: {
      id,
      userId: tenant.auditor.userId,
      accountId: tenant.accountId,
      createdAt: daysAgo(endedDaysAgo + 7),
      lastSeenAt: daysAgo(endedDaysAgo + 6),
      expiresAt: daysAgo(endedDaysAgo),
      reauthenticatedAt: daysAgo(endedDaysAgo + 7),
      endedAt: ended ? daysAgo(endedDaysAgo + 5) : null,
      ip: "192.0.2.10",
      userAgent: "test",
    },
  });
  return id;
}

async function addLink(tenant: Tenant, expiredDaysAgo: number, used = false): Promise<string> {
  const id = uuidv7();
  await world.db.invitation.create({
    data: {
      id,
      digest: randomBytes(32),
      purpose: "invitation",
      accountId: tenant.accountId,
      email: `${id}@example.com`,
      role: "member",
      createdAt: daysAgo(expiredDaysAgo + 3),
      expiresAt: daysAgo(expiredDaysAgo),
      usedAt: used ? daysAgo(expiredDaysAgo + 1) : null,
    },
  });
  return id;
}

async function addPending(tenant: Tenant, expiredDaysAgo: number): Promise<string> {
  const id = uuidv7();
  await world.db.pendingSignIn.create({
    data: {
      ...{ id, userId: tenant.auditor.userId, accountId: tenant.accountId, passwordDigest: randomBytes(32) },
      createdAt: daysAgo(expiredDaysAgo + 0.01),
      expiresAt: daysAgo(expiredDaysAgo),
    },
  });
  return id;
}

async function addFactor(tenant: Tenant, daysOld: number, isConfirmed: boolean): Promise<string> {
  const id = await plantApp(world.db, tenant.auditor.userId, daysAgo(daysOld));
  if (!isConfirmed) await world.db.secondFactor.update({ where: { id }, data: { confirmedAt: null } });
  return id;
}

async function addChallenge(expiredDaysAgo: number): Promise<string> {
  const id = uuidv7();
  await world.db.keyChallenge.create({
    data: { id, challenge: randomBytes(32), expiresAt: daysAgo(expiredDaysAgo) },
  });
  return id;
}

const addAttempt = (key: string, expire: Date | null) =>
  world.db.rateLimit.create({ data: { key, points: 3, expire } });

const addAnswer = (tenant: Tenant, key: string, hoursAgo: number) =>
  world.db.idempotencyKey.create({
    data: {
      accountId: tenant.accountId,
      tokenId: uuidv7(),
      key,
      requestDigest: randomBytes(32),
      status: 201,
      response: {},
      createdAt: daysAgo(hoursAgo / 24),
    },
  });

describe("upkeep", () => {
  it("removes what is over in every account, and nothing that anybody still needs", async () => {
    const [gone, kept]: [string[], string[]] = [[], []];
    for (const tenant of [world.acme, world.other]) {
      gone.push(await addSession(tenant, 91), await addSession(tenant, 200, true), await addLink(tenant, 31));
      gone.push(await addLink(tenant, 40, true));
      // Usual addresses, sessions that run, links that can be sent anew, links that work.
      kept.push(
        await addSession(tenant, 89),
        await addSession(tenant, 89, true),
        await addSession(tenant, -1),
      );
      kept.push(await addLink(tenant, 29), await addLink(tenant, -1), await addLink(tenant, 29, true));
      gone.push(await addPending(tenant, 0.001), await addFactor(tenant, 0.05, false));
      kept.push(await addPending(tenant, -0.001), await addFactor(tenant, 0.04, false));
      kept.push(await addFactor(tenant, 400, true));
      gone.push(await addChallenge(0.001));
      kept.push(await addChallenge(-0.001));
      await addAnswer(tenant, "old", 25);
      await addAnswer(tenant, "new", 23);
    }
    await addAttempt("old", daysAgo(2));
    await addAttempt("new", daysAgo(0.5));
    await addAttempt("forever", null);
    const others = await otherSessions([...gone, ...kept]);

    await withUpkeep((upkeep) => upkeep.round());

    const ids = async () => [
      ...(await world.db.session.findMany()).map(({ id }) => id),
      ...(await world.db.invitation.findMany()).map(({ id }) => id),
      ...(await world.db.pendingSignIn.findMany()).map(({ id }) => id),
      ...(await world.db.secondFactor.findMany()).map(({ id }) => id),
      ...(await world.db.keyChallenge.findMany()).map(({ id }) => id),
    ];
    expect((await ids()).sort()).toEqual([...kept, ...others].sort());
    expect((await world.db.rateLimit.findMany()).map(({ key }) => key).sort()).toEqual(["forever", "new"]);
    expect((await world.db.idempotencyKey.findMany()).map(({ key }) => key)).toEqual(["new", "new"]);
    expect(said).toEqual(
      expect.arrayContaining([
        { facts: { rows: 4 }, message: "removed old sessions" },
        { facts: { rows: 4 }, message: "removed old one-time links" },
        { facts: { rows: 1 }, message: "removed old attempt counters" },
        { facts: { rows: 2 }, message: "removed old idempotency keys" },
      ]),
    );
  });

  it("keeps a person's last session in each account, however old: it says when the person was last seen", async () => {
    await world.db.session.deleteMany({ where: { userId: world.acme.auditor.userId } });
    await addSession(world.acme, 500);
    const last = await addSession(world.acme, 400);
    await withUpkeep((upkeep) => upkeep.round());
    const left = await world.db.session.findMany({ where: { userId: world.acme.auditor.userId } });
    expect(left.map(({ id }) => id)).toEqual([last]);
  });

  it("goes on until nothing is left, in batches of bounded size", async () => {
    await world.run(`INSERT INTO "rate_limit" ("key", "points", "expire")
      SELECT 'many ' || n, 1, '2020-01-01' FROM generate_series(1, 2500) n`);
    const sizes: number[] = [];
    const watched = upkeepTasks.map((task) => ({
      ...task,
      run: async (...args: Parameters<typeof task.run>) => {
        const rows = await task.run(...args);
        if (rows > 0) sizes.push(rows);
        return rows;
      },
    }));
    await withUpkeep((upkeep) => upkeep.round(), watched);
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });

  it("is done by one of many processes at a time, and holds up nobody", async () => {
    await addAttempt("held", daysAgo(3));
    await addAttempt("free", daysAgo(3));
    await world.run("BEGIN");
    await world.run(`SELECT 1 FROM "rate_limit" WHERE "key" = 'held' FOR UPDATE`);
    await withUpkeep((one) => withUpkeep((two) => Promise.all([one.round(), two.round()])));
    await world.run("COMMIT");
    expect(await world.db.rateLimit.findMany({ where: { key: { in: ["held", "free"] } } })).toMatchObject([
      { key: "held" },
    ]);

    await world.run(`SELECT pg_advisory_lock(hashtextextended('keydesk upkeep', 0))`);
    await withUpkeep((upkeep) => upkeep.round());
    expect(await world.db.rateLimit.count({ where: { key: "held" } })).toBe(1);
    await world.run(`SELECT pg_advisory_unlock(hashtextextended('keydesk upkeep', 0))`);
    await withUpkeep((upkeep) => upkeep.round());
    expect(await world.db.rateLimit.count({ where: { key: "held" } })).toBe(0);
  });

  it("says when it cannot, and stops when it is told to", async () => {
    said.length = 0;
    const failing = [{ name: "nothing", run: () => Promise.reject(new Error("no such thing")) }];
    await withUpkeep((upkeep) => expect(upkeep.round()).rejects.toThrow("no such thing"), failing);
    expect(said.map(({ message }) => message)).toContain("upkeep of nothing failed; it is tried again");
  });

  it("comes again after five minutes, so that what was lost with its process is told soon", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      let rounds = 0;
      const tasks: UpkeepTask[] = [{ name: "rounds", run: async () => 0 * ++rounds }];
      await withUpkeep(async (upkeep) => {
        await upkeep.round();
        const before = rounds;
        await vi.advanceTimersByTimeAsync(300_000);
        await upkeep.round();
        expect(rounds).toBe(before + 2);
      }, tasks);
    } finally {
      vi.useRealTimers();
    }
  });

  it("goes on with the other tasks when one fails, and with none while the database is away", async () => {
    const away = Object.assign(new Error("the database is away"), { code: "ECONNREFUSED" });
    for (const [error, reached] of [
      [new Error("no such thing"), true],
      [away, false],
    ] as const) {
      let wasReached = false;
      const tasks: UpkeepTask[] = [
        { name: "what fails", run: () => Promise.reject(error) },
        {
          name: "what is next",
          async run() {
            wasReached = true;
            return 0;
          },
        },
      ];
      await withUpkeep((upkeep) => expect(upkeep.round()).rejects.toThrow(error.message), tasks);
      expect(wasReached).toBe(reached);
    }
  });
});

describe("there is an index by which a task finds its rows", () => {
  it.each([
    ["Session", "expiresAt"],
    ["Invitation", "expiresAt"],
    ["rate_limit", "expire"],
    ["IdempotencyKey", "createdAt"],
  ])("of %s by %s", async (table, column) => {
    // The tables of a test are too small for the planner to care.
    await world.run("SET enable_seqscan = off");
    const oldest = `SELECT 1 FROM "${table}" WHERE "${column}" < '2020-01-01' ORDER BY "${column}" LIMIT 1000`;
    const plan = await world.run(`EXPLAIN ${oldest}`);
    expect(JSON.stringify(plan)).toContain(`${table}_${column}_idx`);
  });
});

/** Sessions that the world came with. */
async function otherSessions(ours: readonly string[]): Promise<string[]> {
  const sessions = await world.db.session.findMany({ where: { id: { notIn: [...ours] } } });
  return sessions.map(({ id }) => id);
}
