import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Database } from "@/prisma/client-factory";
import { isDatabaseAway } from "@/services/kernel/database-away";
import type { DatabaseWatch } from "@/services/kernel/database-watch";
import { openWatchedDatabase } from "@/services/kernel/open-database";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy, type TcpProxy } from "@/services/testing/tcp-proxy";

let world: OpenWorld;
let proxy: TcpProxy;
let watch: DatabaseWatch;
let db: Database;
beforeAll(async () => {
  world = await openWorld();
  proxy = await openTcpProxy(world.url);
  ({ db, watch } = openWatchedDatabase(proxy.url));
});
afterEach(() => proxy.mend());
afterAll(async () => {
  watch.close();
  await db.$disconnect();
  await proxy.close();
  await world.close();
});

const isThere = () => expect.poll(watch.isInDoubt, { interval: 10 }).toBe(false);

test("a database that is down is known to be, and so is its return", async () => {
  await isThere();
  await proxy.cut();
  await expect.poll(watch.isAway, { interval: 10 }).toBe(true);
  await proxy.mend();
  await expect.poll(watch.isAway, { interval: 10 }).toBe(false);
  expect(watch.isInDoubt()).toBe(true);
});

test("of a database that falls silent nothing waits for as long as a statement may take, in a statement or in a transaction", async () => {
  await isThere();
  await Promise.all([db.account.count(), db.account.count()]);
  const began = performance.now();
  proxy.hold();
  const failures = await Promise.all([
    db.account.count().catch((error: unknown) => error),
    db
      .$transaction(async (tx) => {
        await tx.account.count();
        await tx.user.count();
      })
      .catch((error: unknown) => error),
  ]);
  expect(performance.now() - began).toBeLessThan(20_000);
  expect(failures.map(isDatabaseAway)).toEqual([true, true]);
  expect(watch.isAway()).toBe(true);
  const again = performance.now();
  expect(isDatabaseAway(await db.account.count().catch((error: unknown) => error))).toBe(true);
  expect(performance.now() - again).toBeLessThan(10_000);
  await proxy.mend();
  await isThere();
  expect(await db.account.count()).toBeGreaterThan(0);
});

test("a failed connection of the pool puts it in doubt at once, before its own has failed", async () => {
  // The test before has cut the pool's connections.
  await expect.poll(() => db.account.count().catch(() => 0)).toBeGreaterThan(0);
  await isThere();
  proxy.reset();
  const error = await db.account.count().catch((thrown: unknown) => thrown);
  expect(watch.isInDoubt()).toBe(true);
  expect(isDatabaseAway(error)).toBe(true);
});

test("a lost connection alone is no outage: the next one is there before anybody is refused", async () => {
  await isThere();
  const seen: boolean[] = [];
  const look = setInterval(() => seen.push(watch.isAway()), 5);
  await world.run(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keydesk-watch' AND datname = current_database()",
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  clearInterval(look);
  await isThere();
  expect(seen.length).toBeGreaterThan(5);
  expect(seen).not.toContain(true);
});
