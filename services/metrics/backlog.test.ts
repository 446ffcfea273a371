import { afterAll, beforeAll, expect, test } from "vitest";
import { type Backlog, type BacklogReader, createBacklogReader } from "@/services/metrics/backlog";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const addRow = () =>
  world.run(
    `INSERT INTO "UsageJournal" ("uses", "lines", "names", "writtenAt") VALUES (0, '', '{}', now() - interval '90 seconds')`,
  );

/** Also where the machine is too busy to tell within the second that the reader waits. */
async function readPatiently(reader: BacklogReader): Promise<Backlog> {
  for (;;) {
    const backlog = await reader.read();
    if (backlog !== null) return backlog;
  }
}

test("what waits is counted, with the age of the oldest; for five seconds the same is told again", async () => {
  const reader = createBacklogReader(world.url);
  const first = await readPatiently(reader);
  expect(first).toMatchObject({ journalRows: 0, oldestJournalRowSeconds: 0 });
  await addRow();
  expect(await reader.read()).toBe(first);
  const fresh = createBacklogReader(world.url, 0);
  const second = await readPatiently(fresh);
  expect(second.journalRows).toBe(1);
  expect(second.oldestJournalRowSeconds).toBeGreaterThanOrEqual(90);
  expect(second.oldestJournalRowSeconds).toBeLessThan(150);
  reader.close();
  fresh.close();
});

test("a silent database is given up, by all who ask at once, on one connection", async () => {
  const proxy = await openTcpProxy(world.url);
  proxy.hold();
  const reader = createBacklogReader(proxy.url);
  const startedAt = performance.now();
  expect(await Promise.all(Array.from({ length: 50 }, () => reader.read()))).toEqual(Array(50).fill(null));
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(proxy.taken()).toBe(1);
  reader.close();
  await proxy.close();
});

test("counting ends at its bound, so that a look stays cheap when much waits", async () => {
  await world.run(`INSERT INTO "AuditPending" ("logId", "eventId")
    SELECT gen_random_uuid(), gen_random_uuid() FROM generate_series(1, 100100)`);
  const reader = createBacklogReader(world.url, 0);
  expect(await readPatiently(reader)).toMatchObject({ auditEvents: 100_000 });
  reader.close();
});
