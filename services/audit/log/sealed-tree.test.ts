import { setTimeout as sleep } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toBase64 } from "@/domain/audit/log/base64";
import { foldNodes } from "@/domain/audit/log/frontier";
import { openRowVerifier } from "@/domain/audit/log/row-verifier";
import { leafOf, rootOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { logHasher } from "@/services/audit/log/leaf-hasher";
import { recordAudit } from "@/services/audit/record";
import { startAuditSealer } from "@/services/audit/sealer";
import { plantEvent, plantEvents, readLog, sealAll, tamper } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { writeRacingEvents } from "@/services/testing/racing-events";
import { createTenant } from "@/services/testing/world";

let world: OpenWorld;
let log: string;
let organizationId: string;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  ({ accountId: log, organizationId } = await createTenant(world.db, world.clock, "Sealed Ltd"));
});
afterAll(() => world.close());

const hashesOf = async () =>
  (await world.run('SELECT "hash" FROM "AuditLeaf" WHERE "logId" = $1 ORDER BY "seq"', [log])).map(
    ({ hash }) => hash as Buffer | null,
  );
const treeOf = () => world.db.auditTree.findUniqueOrThrow({ where: { logId: log } });

/** What the tables say of the log is what the plainest reading of the format's page says. */
async function expectWhole(): Promise<number> {
  const rows = await readLog(world, log);
  const leaves = rows.map(leafOf);
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1));
  expect(await hashesOf()).toEqual(leaves);
  const tree = await treeOf();
  expect(tree).toMatchObject({ size: BigInt(rows.length), alarm: null });
  expect(toBase64(foldNodes(logHasher, tree.nodes))).toBe(toBase64(rootOf(leaves)));
  const nodes = await world.db.auditNode.findMany({
    where: { logId: log, level: 8 },
    orderBy: { index: "asc" },
  });
  expect(nodes).toHaveLength(Math.floor(rows.length / 256));
  for (const [i, node] of nodes.entries())
    expect(toBase64(node.hash)).toBe(toBase64(rootOf(leaves.slice(256 * i, 256 * (i + 1)))));
  return rows.length;
}

describe("the tree", () => {
  test("writers race, three sealers race, and their connections are killed in the midst of batches: every event is in the tree once", async () => {
    const sealers = [0, 1, 2].map(() =>
      startAuditSealer(world.url, { warn: () => undefined }, () => world.clock.now),
    );
    let writing = true;
    const sealing = sealers.map(async (sealer, i) => {
      while (writing) await Promise.all([sealer.seal().catch(() => undefined), sleep(2 + i)]);
    });
    const killing = (async () => {
      while (writing) {
        await sleep(15);
        await world.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'keydesk-audit-sealer' AND datname = current_database() AND state <> 'idle'",
        );
      }
    })();
    const before = (await readLog(world, log)).length;
    const race = { url: world.url, accountId: log, organizationId, otherOrganizationId: uuidv7() };
    const kept = (await Promise.all([writeRacingEvents(race), writeRacingEvents(race)])).flat();
    writing = false;
    await Promise.all([...sealing, killing]);
    await Promise.all(sealers.map((sealer) => sealer.close().catch(() => undefined)));
    await sealAll(world);
    expect(before).toBe(0);
    expect(await expectWhole()).toBeGreaterThanOrEqual(kept.length);
    const rows = await readLog(world, log);
    expect(rows.map((row) => row.id)).toEqual(expect.arrayContaining(kept));
  });

  test("what was sealed by a version without hashes, also beside this one, gets its hash in order", async () => {
    // As the sealer of the version before does it.
    const sealBefore = () =>
      world.run(
        `WITH taken AS (DELETE FROM "AuditPending" WHERE "logId" = $1 RETURNING "n", "eventId")
         INSERT INTO "AuditLeaf" ("logId", "seq", "eventId", "sealedAt")
         SELECT $1, (SELECT count(*) FROM "AuditLeaf" WHERE "logId" = $1) + row_number() OVER (ORDER BY "n"), "eventId", $2 FROM taken`,
        [log, world.clock.now],
      );
    await plantEvents(world, log, 4_500);
    await sealBefore();
    await plantEvents(world, log, 20);
    await sealAll(world);
    expect(await expectWhole()).toBe(4_520);
    await plantEvents(world, log, 30);
    await sealBefore();
    await sealAll(world);
    expect(await expectWhole()).toBe(4_550);
  });

  test("a leaf's hash is given once: it cannot be changed or taken away, and nothing else of a leaf without one can", async () => {
    await plantEvents(world, log, 2);
    await sealAll(world);
    for (const set of [
      `"hash" = sha256('x')`,
      `"hash" = NULL`,
      `"sealedAt" = now()`,
      `"organizationId" = gen_random_uuid()`,
    ])
      await expect(world.run(`UPDATE "AuditLeaf" SET ${set} WHERE "logId" = $1`, [log])).rejects.toThrow(
        /append-only/,
      );
    await tamper(world, 'UPDATE "AuditLeaf" SET "hash" = NULL WHERE "logId" = $1', [log]);
    await expect(
      world.run(`UPDATE "AuditLeaf" SET "hash" = sha256('x'), "sealedAt" = now() WHERE "logId" = $1`, [log]),
    ).rejects.toThrow(/append-only/);
    await expect(
      world.run(`UPDATE "AuditLeaf" SET "hash" = '\\x00' WHERE "logId" = $1`, [log]),
    ).rejects.toThrow(/hash_length/);
  });

  test("a row that somebody changed in the database no longer fits its leaf: a verifier names its number", async () => {
    await plantEvents(world, log, 400);
    await sealAll(world);
    const leaves = (await hashesOf()) as Buffer[];
    const verify = async () => {
      const verifier = openRowVerifier(logHasher, {
        logId: log,
        size: 400,
        root: new Uint8Array(rootOf(leaves)),
      });
      for (const [i, row] of (await readLog(world, log)).entries())
        verifier.row(row, new Uint8Array(leaves[i]!));
      return verifier.finish();
    };
    expect(await verify()).toMatchObject({ ok: true, rows: 400 });
    await tamper(
      world,
      `UPDATE "AuditEvent" SET "outcome" = 'refused' WHERE "id" = (SELECT "eventId" FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" = 123)`,
      [log],
    );
    expect(await verify()).toMatchObject({
      ok: false,
      isExact: true,
      problem: { reason: "edited", seq: 123 },
    });
  });
});

describe("what cannot be hashed", () => {
  const deep = (levels: number): object => (levels === 1 ? {} : { a: deep(levels - 1) });

  test("is refused when it is written: details of 33 levels, not of 32", async () => {
    const write = (details: object) =>
      world.db.$transaction((tx) =>
        recordAudit(
          tx,
          world.clock.now,
          { ip: null, userAgent: null, requestId: null },
          {
            accountId: log,
            actor: { kind: "system", name: "Keydesk" },
            action: "account.edit",
            details: { ...details },
          },
        ),
      );
    await expect(write(deep(33))).rejects.toThrow("too deep");
    expect(await world.db.auditEvent.count({ where: { accountId: log } })).toBe(0);
    await write(deep(32));
    await sealAll(world);
    expect(await expectWhole()).toBe(1);
  });

  test("written past Keydesk it gets no number and holds nobody up", async () => {
    const bad = [await plantEvent(world, log, deep(40)), uuidv7()];
    await world.run('INSERT INTO "AuditPending" ("logId", "eventId") VALUES ($1, $2)', [log, bad[1]]);
    await plantEvents(world, log, 3);
    const told: object[] = [];
    await sealAll(world, (facts) => told.push(facts));
    expect(told).toEqual([
      { eventId: bad[0], reason: expect.stringContaining("too deep") },
      { eventId: bad[1], reason: "It has no contents." },
    ]);
    expect(await expectWhole()).toBe(3);
  });

  test("a numbered event that lost its contents before it was hashed stops the tree with an alarm, not the numbers", async () => {
    await plantEvents(world, log, 5);
    await sealAll(world);
    await tamper(world, 'UPDATE "AuditLeaf" SET "hash" = NULL WHERE "logId" = $1 AND "seq" > 3', [log]);
    await tamper(world, 'DELETE FROM "AuditTree" WHERE "logId" = $1', [log]);
    const lost = await world.run(
      'SELECT e.* FROM "AuditEvent" e JOIN "AuditLeaf" l ON l."eventId" = e."id" WHERE l."logId" = $1 AND l."seq" = 4',
      [log],
    );
    await tamper(world, 'DELETE FROM "AuditEvent" WHERE "id" = $1', [lost[0]!.id]);
    await plantEvents(world, log, 2);
    const told: unknown[] = [];
    await sealAll(world, (facts) => told.push((facts as { alarm: string }).alarm));
    expect(told).toEqual(["unhashable"]);
    expect(await treeOf()).toMatchObject({ size: 3n, alarm: "unhashable" });
    expect(await hashesOf()).toHaveLength(7);
    // It comes back, as from a backup of that one row.
    const columns = Object.keys(lost[0]!);
    await tamper(
      world,
      `INSERT INTO "AuditEvent" (${columns.map((name) => `"${name}"`)}) VALUES (${columns.map((_, i) => `$${i + 1}`)})`,
      Object.values(lost[0]!),
    );
    await sealAll(world);
    expect(await expectWhole()).toBe(7);
  });
});
