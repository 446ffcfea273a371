import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type HeartbeatOptions, type NodeReading, startHeartbeat } from "@/services/nodes/heartbeat";
import { listNodes } from "@/services/nodes/list-nodes";
import { loadOverview } from "@/services/overview/load";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
import { startUpkeep } from "@/services/upkeep/upkeep";

let world: OpenWorld;
const open: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterEach(async () => {
  for (const heartbeat of open.splice(0)) await heartbeat.close();
  await world.run(`DELETE FROM "NodeStatus"`);
});
afterAll(() => world.close());

const shared: NodeReading = { limitStore: "redis", isAlone: false, usageLagMs: 3 };

async function start(name: string, options: Partial<HeartbeatOptions> = {}) {
  const heartbeat = startHeartbeat({
    databaseUrl: world.url,
    kind: "api",
    name,
    version: "1.2.3",
    read: () => shared,
    // By itself hardly ever: one between two steps of a test would bring a process back to life.
    everyMs: 3_600_000,
    ...options,
  });
  open.push(heartbeat);
  await heartbeat.beat();
  return heartbeat;
}
const names = async () => (await listNodes(world.db)).map(({ name, isLive }) => [name, isLive]);
const age = (name: string, seconds: number) =>
  world.run(
    `UPDATE "NodeStatus" SET "seenAt" = "seenAt" - $2 * interval '1 s', "startedAt" = "startedAt" - $2 * interval '1 s' WHERE "name" = $1`,
    [name, seconds],
  );

describe("a process", () => {
  test("says by itself that it runs, and takes its row with it when it leaves in order", async () => {
    const heartbeat = await start("a:1", { everyMs: 50 });
    await start("b:2", { kind: "desk", read: () => ({ ...shared, limitStore: null }) });
    expect(await names()).toEqual([
      ["a:1", true],
      ["b:2", true],
    ]);
    const first = (await listNodes(world.db))[0]!;
    expect(first).toMatchObject({ version: "1.2.3", limitStore: "redis", aloneSince: null, usageLagMs: 3 });
    await expect
      .poll(async () => (await listNodes(world.db))[0]!.seenAt.getTime())
      .toBeGreaterThan(first.seenAt.getTime());
    await heartbeat.close();
    expect(await names()).toEqual([["b:2", true]]);
  });

  test("that counts by itself keeps the time since when, until it shares again", async () => {
    let isAlone = false;
    const heartbeat = await start("a:1", { read: () => ({ ...shared, isAlone }) });
    const aloneSince = async () => (await listNodes(world.db))[0]!.aloneSince;
    expect(await aloneSince()).toBeNull();
    isAlone = true;
    const before = Date.now();
    await heartbeat.beat();
    const after = Date.now();
    const since = await aloneSince();
    // The database's clock may be another machine's.
    expect(since!.getTime()).toBeGreaterThan(before - 2_000);
    expect(since!.getTime()).toBeLessThan(after + 2_000);
    await heartbeat.beat();
    expect(await aloneSince()).toEqual(since);
    isAlone = false;
    await heartbeat.beat();
    expect(await aloneSince()).toBeNull();
  });

  test("that was killed is told as gone, forgotten by upkeep after an hour, and at once where another came in its place", async () => {
    await start("a:1");
    await start("b:1");
    await age("a:1", 11);
    await age("b:1", 11);
    expect(await names()).toEqual([
      ["a:1", false],
      ["b:1", false],
    ]);
    await start("b:1");
    expect(await names()).toEqual([
      ["a:1", false],
      ["b:1", true],
    ]);
    await age("a:1", 3_600);
    const upkeep = startUpkeep(world.db, { info: () => undefined, warn: () => undefined });
    await upkeep.round();
    await upkeep.close();
    expect(await world.run(`SELECT "name" FROM "NodeStatus"`)).toEqual([{ name: "b:1" }, { name: "b:1" }]);
  });
});

test("the overview tells everybody that limits are not shared, but only operators which machines there are", async () => {
  const { administrator } = world.acme;
  await start("a:1", { read: () => ({ ...shared, limitStore: "memory", isAlone: true }) });
  await start("b:1");
  const told = unwrap(await loadOverview(administrator.context));
  expect(told.notices).toMatchObject([{ kind: "alone", names: [""], of: 2 }]);
  expect(told.nodes).toBeNull();
  await world.run(`UPDATE "User" SET "isOperator" = true WHERE "id" = $1`, [administrator.userId]);
  const asOperator = unwrap(await loadOverview(administrator.context));
  await world.run(`UPDATE "User" SET "isOperator" = false WHERE "id" = $1`, [administrator.userId]);
  expect(asOperator.notices).toMatchObject([{ kind: "alone", names: ["a:1"], of: 2 }]);
  expect(asOperator.nodes?.map(({ name }) => name)).toEqual(["a:1", "b:1"]);
});
