import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { applyMigrations } from "@/prisma/migrate";
import { type MigrationFile, readMigrations } from "@/prisma/migration-files";
import { type ApiNode, startNode } from "@/scripts/upgrade/start-node";
import { type Phase, quantile, type SteadyLoad, startLoad } from "@/scripts/upgrade/steady-load";
import { createGateway } from "@/services/gateways/create";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
const nodes: ApiNode[] = [];
let load: SteadyLoad;
let reader: pg.Client;
const applied: MigrationFile[] = readMigrations();

function migration(time: string, sql: string): MigrationFile {
  const whole = `-- Old nodes: go on.\n${sql}`;
  return {
    name: `29990101${time}_change_it`,
    sql: whole,
    checksum: createHash("sha256").update(whole).digest("hex"),
  };
}

async function apply(...next: MigrationFile[]): Promise<void> {
  applied.push(...next);
  expect(await applyMigrations(world.url, applied)).toEqual(next.map(({ name }) => name));
}

beforeAll(async () => {
  world = await openWorld();
  const { accountId } = world.acme;
  const secrets: string[] = [];
  for (let i = 0; i < 30; i++) {
    secrets.push((await makeToken(world.acme, { name: `Busy ${i}` })).secret);
  }
  const gateway = unwrap(await createGateway(world.cli, { name: "Edge" }, { accountId }));
  for (let i = 0; i < 2; i++) nodes.push(await startNode(world.url));
  load = startLoad(
    nodes.map(({ url }) => url),
    { perSecond: 60, gateway: gateway.secret, secrets },
  );
  reader = new pg.Client({ connectionString: world.url, application_name: "a-report" });
  await reader.connect();
  // Until both run as fast as they will.
  const first = load.begin();
  while (first.valid < 90) await sleep(25);
});

/** Until so many more have been answered. */
const answered = (phase: Phase, count: number) => {
  const before = phase.ms.length;
  return expect.poll(() => phase.ms.length, { interval: 25 }).toBeGreaterThanOrEqual(before + count);
};

afterAll(async () => {
  await load.stop();
  for (const { child } of nodes) child.kill("SIGKILL");
  await reader.end();
  await world.close();
});

test("additions are applied under load: no verification fails, and nodes without them stay ready", async () => {
  const phase = load.begin();
  await apply(
    migration("000001", `ALTER TABLE "Token" ADD COLUMN "owner" TEXT NOT NULL DEFAULT '';`),
    migration("000002", 'CREATE INDEX CONCURRENTLY "Token_owner" ON "Token" ("accountId", "owner");'),
    migration(
      "000003",
      'ALTER TABLE "TokenSecret" ADD CONSTRAINT "c" CHECK (length("last4") = 4) NOT VALID;',
    ),
    migration("000004", 'ALTER TABLE "TokenSecret" VALIDATE CONSTRAINT "c";'),
    migration("000005", 'CREATE TABLE "Later" ("tokenId" UUID PRIMARY KEY REFERENCES "Token" ("id"));'),
  );
  await answered(phase, 30);
  expect(phase.failed).toEqual([]);
  for (const { readiness } of nodes) expect(await readiness()).toBe(200);
});

test("a migration that needs a table which a long report holds stops no verification, and comes through afterwards", async () => {
  const before = load.begin();
  await answered(before, 120);
  const phase = load.begin();
  await reader.query('BEGIN; SELECT count(*) FROM "TokenSecret"');
  const done = apply(migration("000010", 'ALTER TABLE "TokenSecret" ADD COLUMN "purpose" TEXT;'));
  // Without a limit on its wait they would get no answer but that there is no database.
  await answered(phase, 250);
  const columns = `SELECT count(*)::int AS n FROM information_schema.columns WHERE table_name = 'TokenSecret' AND column_name = 'purpose'`;
  expect(await world.run(columns)).toEqual([{ n: 0 }]);
  const waiting = [...phase.ms];
  await reader.query("COMMIT");
  await done;
  expect(await world.run(columns)).toEqual([{ n: 1 }]);
  expect([...before.failed, ...phase.failed]).toEqual([]);
  // Most notice nothing; who comes during a try waits for the 100 ms of it.
  expect(quantile(waiting, 0.5)).toBeLessThan(quantile(before.ms, 0.5) * 3 + 100);
});

test("without a limit on that wait verifications would have failed: the test sees it", async () => {
  const phase = load.begin();
  await reader.query('BEGIN; SELECT count(*) FROM "TokenSecret"');
  const patient = new pg.Client({ connectionString: world.url });
  await patient.connect();
  const altered = patient.query('ALTER TABLE "TokenSecret" ADD COLUMN "never" TEXT');
  await expect.poll(() => phase.failed.join("\n")).toContain("503");
  await reader.query("COMMIT");
  await altered;
  await patient.end();
});

test("a node is replaced under load: no verification fails, and every one is counted", async () => {
  // Whatever the test before has held up is answered, and all is as before.
  const failures = async () => {
    const some = load.begin();
    await answered(some, 30);
    return some.failed;
  };
  await expect.poll(failures).toEqual([]);
  const phase = load.begin();
  const [old, other] = nodes as [ApiNode, ApiNode];
  // It knows fewer migrations than the database has had: as the old version after a step back.
  const next = await startNode(world.url);
  nodes.push(next);
  expect(await next.readiness()).toBe(200);
  load.nodes = [old.url, other.url, next.url];
  await answered(phase, 30);
  load.nodes = [other.url, next.url];
  const { code, ms } = await old.drain();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(5_000);
  await answered(phase, 30);
  await load.stop();
  expect(phase.failed).toEqual([]);
  expect(phase.sent).toBeGreaterThan(60);
  await Promise.all([other.drain(), next.drain()]);
  const counted = await world.db.accountUsageHour.aggregate({
    where: { accountId: world.acme.accountId, verdict: "valid" },
    _sum: { count: true },
  });
  expect(Number(counted._sum.count)).toBe(load.valid());
});
