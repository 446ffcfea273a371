import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { deploymentLogId } from "@/domain/audit/log-id";
import { loadLogState } from "@/services/audit/log/log-state";
import { type AuditSealer, startAuditSealer } from "@/services/audit/sealer";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization, createTenant, type Tenant } from "@/services/testing/world";

let world: OpenWorld;
let tenant: Tenant;
const warnings: string[] = [];
const sealers: AuditSealer[] = [];
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
  tenant = await createTenant(world.db, world.clock, "Sealed Ltd");
});
afterEach(async () => {
  await Promise.all(sealers.splice(0).map((sealer) => sealer.close()));
});
afterAll(() => world.close());

function open(): AuditSealer {
  const log = { warn: (_: object, message: string) => void warnings.push(message) };
  const sealer = startAuditSealer(world.url, log, () => world.clock.now);
  sealers.push(sealer);
  return sealer;
}

const insert = `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome", "targetName")
  VALUES ($1, $2, now(), 'system', 'Keydesk', 'session.sign_in', 'done', $3)`;

async function plant(accountId: string | null, name = ""): Promise<string> {
  const id = uuidv7();
  await world.run(insert, [id, accountId, name]);
  return id;
}

type Leaf = { seq: number; eventId: string; name: string };
const leavesAfter = async (logId: string, seq: number) =>
  (await world.run(
    `SELECT l."seq"::int AS seq, l."eventId", e."targetName" AS name FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId"
     WHERE l."logId" = $1 AND l."seq" > $2 ORDER BY l."seq"`,
    [logId, seq],
  )) as Leaf[];
const waiting = async () =>
  (await world.run('SELECT count(*)::int AS n FROM "AuditPending"'))[0]!.n as number;

describe("numbers", () => {
  test("each log has its own, from 1 and without gaps; events of the deployment have a log too", async () => {
    const ours = [await plant(tenant.accountId), await plant(tenant.accountId)];
    const theirs = [await plant(world.other.accountId)];
    const nobodys = [await plant(null), await plant(null)];
    await open().seal();
    for (const [log, events] of [
      [tenant.accountId, ours],
      [world.other.accountId, theirs],
      [deploymentLogId, nobodys],
    ] as const) {
      const leaves = await leavesAfter(log, 0);
      expect(leaves.map((leaf) => leaf.seq)).toEqual(leaves.map((_, i) => i + 1));
      expect(leaves.map((leaf) => leaf.eventId)).toEqual(expect.arrayContaining([...events]));
    }
    expect(await waiting()).toBe(0);
  });

  test("an event has its number by the sealer's own clock, without anybody asking", async () => {
    const sealer = open();
    await sealer.seal();
    const id = await plant(tenant.accountId);
    await expect.poll(async () => (await leavesAfter(tenant.accountId, 0)).at(-1)?.eventId).toBe(id);
  });

  test("an event that is not committed has none, and one that is rolled back leaves no gap", async () => {
    const sealer = open();
    await sealer.seal();
    const before = (await leavesAfter(tenant.accountId, 0)).length;
    const [early, late] = [new pg.Client(world.url), new pg.Client(world.url)];
    await Promise.all([early.connect(), late.connect()]);
    await early.query("BEGIN");
    await early.query(insert, [uuidv7(), tenant.accountId, "commits last"]);
    await late.query("BEGIN");
    await late.query(insert, [uuidv7(), tenant.accountId, "never"]);
    await plant(tenant.accountId, "commits first");
    await late.query("ROLLBACK");
    await sealer.seal();
    await early.query("COMMIT");
    await sealer.seal();
    const leaves = await leavesAfter(tenant.accountId, before);
    expect(leaves).toMatchObject([
      { seq: before + 1, name: "commits first" },
      { seq: before + 2, name: "commits last" },
    ]);
    await Promise.all([early.end(), late.end()]);
  });

  test("a leaf knows the organization that its event is about", async () => {
    const organizationId = await createOrganization(world.db, world.clock, tenant.accountId, "Second");
    const token = await makeToken(tenant, { type: "export", organizationId });
    const ofAccount = await makeToken(tenant);
    await open().seal();
    const rows = await world.run(
      `SELECT l."organizationId" FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId" WHERE e."targetId" = ANY ($1) ORDER BY l."seq"`,
      [[token.id, ofAccount.id]],
    );
    expect(rows).toEqual([{ organizationId }, { organizationId: null }]);
  });

  test("a leaf cannot be changed, removed or numbered twice", async () => {
    await plant(tenant.accountId);
    await open().seal();
    await expect(world.run('UPDATE "AuditLeaf" SET "seq" = 7')).rejects.toThrow(/append-only/);
    await expect(world.run('DELETE FROM "AuditLeaf"')).rejects.toThrow(/append-only/);
    await expect(world.run('TRUNCATE "AuditLeaf"')).rejects.toThrow(/append-only/);
    await expect(
      world.run(
        `INSERT INTO "AuditLeaf" ("logId", "seq", "eventId", "sealedAt") VALUES ($1, 1, gen_random_uuid(), now())`,
        [tenant.accountId],
      ),
    ).rejects.toThrow(/AuditLeaf_pkey/);
  });
});

describe("races", () => {
  test("writers, three sealers and a reader: a reader that asks after its last number gets every event once, in order", async () => {
    const accounts = [tenant.accountId, world.acme.accountId, world.other.accountId];
    const [log] = accounts as [string];
    const racing = [open(), open(), open()];
    await Promise.all(racing.map((sealer) => sealer.seal()));
    const start = (await leavesAfter(log, 0)).at(-1)?.seq ?? 0;
    const committed: string[] = [];
    let writing = true;

    const writer = async (place: number) => {
      const client = new pg.Client(world.url);
      await client.connect();
      let known = "";
      for (let turn = 0; turn < 60; turn++) {
        const accountId = accounts[turn % 5 === 0 ? 1 + (turn % 2) : 0]!;
        await client.query("BEGIN");
        const ids = Array.from({ length: 1 + ((place + turn) % 3) }, () => uuidv7());
        // Each writer's events say which one came before: what it knew of when it wrote.
        for (const id of ids) await client.query(insert, [id, accountId, accountId === log ? known : ""]);
        await sleep((place * 7 + turn * 3) % 9);
        const isKept = (place + turn) % 6 !== 0;
        await client.query(isKept ? "COMMIT" : "ROLLBACK");
        if (!isKept || accountId !== log) continue;
        known = ids.at(-1)!;
        committed.push(...ids);
      }
      await client.end();
    };
    const sealing = racing.map(async (sealer, i) => {
      while (writing) await Promise.all([sealer.seal(), sleep(3 + i)]);
    });
    const read: Leaf[] = [];
    const reading = (async () => {
      while (writing) {
        read.push(...(await leavesAfter(log, read.at(-1)?.seq ?? start)));
        await sleep(2);
      }
    })();
    await Promise.all(Array.from({ length: 8 }, (_, place) => writer(place)));
    writing = false;
    await Promise.all([...sealing, reading]);
    await racing[0]!.seal();
    read.push(...(await leavesAfter(log, read.at(-1)?.seq ?? start)));

    expect(read.map((leaf) => leaf.seq)).toEqual(read.map((_, i) => start + 1 + i));
    expect(read.map((leaf) => leaf.eventId).toSorted()).toEqual(committed.toSorted());
    const placeOf = new Map(read.map((leaf) => [leaf.eventId, leaf.seq]));
    for (const leaf of read) if (leaf.name) expect(placeOf.get(leaf.name)).toBeLessThan(leaf.seq);
    expect(warnings).toEqual([]);
  });

  test("while one is at work the others leave it to that one; when it dies, another goes on within seconds", async () => {
    const sealer = open();
    await sealer.seal();
    // As a process that was stopped, or cut off, in the midst of a batch.
    const stopped = new pg.Client(world.url);
    stopped.on("error", () => undefined);
    await stopped.connect();
    const { rows } = await stopped.query("SELECT pg_backend_pid() AS pid");
    await stopped.query("BEGIN");
    await stopped.query("SELECT pg_advisory_xact_lock(7318349422002)");
    const id = await plant(tenant.accountId);
    expect(await sealer.seal()).toBe(0);
    expect(await waiting()).toBe(1);
    await world.run("SELECT pg_terminate_backend($1)", [rows[0].pid]);
    await expect.poll(async () => (await leavesAfter(tenant.accountId, 0)).at(-1)?.eventId).toBe(id);
    expect(await world.run(`SELECT 1 FROM "AuditPending"`)).toEqual([]);
  });

  test("a connection that is lost is opened again, and nothing is numbered twice", async () => {
    const sealer = open();
    await plant(tenant.accountId);
    await sealer.seal();
    await world.run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keydesk-audit-sealer' AND datname = current_database()",
    );
    await plant(tenant.accountId);
    await expect.poll(waiting).toBe(0);
    const leaves = await leavesAfter(tenant.accountId, 0);
    expect(leaves.map((leaf) => leaf.seq)).toEqual(leaves.map((_, i) => i + 1));
  });
});

test("the head is shown to administrators and auditors of its account, and to nobody else", async () => {
  const fresh = await createTenant(world.db, world.clock, "Fresh Ltd");
  expect(unwrap(await loadLogState(fresh.auditor.context))).toMatchObject({ seq: 0, sealedAt: null });
  await plant(fresh.accountId);
  await plant(fresh.accountId);
  await plant(world.other.accountId);
  await open().seal();
  expect(unwrap(await loadLogState(fresh.administrator.context))).toMatchObject({
    seq: 2,
    sealedAt: world.clock.now,
  });
  expect(codeOf(await loadLogState(fresh.member.context))).toBe("forbidden");
  expect(codeOf(await loadLogState(world.stranger))).toBe("unauthenticated");
});
