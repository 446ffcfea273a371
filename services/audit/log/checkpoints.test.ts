import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toBase64 } from "@/domain/audit/log/base64";
import { compareCheckpoints, openCheckpoint } from "@/domain/audit/log/checkpoint";
import { nodeSha256, readEd25519Key, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import { isWholeLog, leafOf, rootOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";
import { deploymentLogId } from "@/domain/audit/log-id";
import { consistencyProof } from "@/services/audit/log/consistency-proof";
import { currentCheckpoint } from "@/services/audit/log/current-checkpoint";
import { logPublicKeys } from "@/services/audit/log/public-keys";
import { readSubtrees } from "@/services/audit/log/read-subtrees";
import { signLog } from "@/services/audit/log/sign-log";
import type { Context } from "@/services/kernel/context";
import { createKeyring } from "@/services/keys/keyring";
import { plantEvent, plantEvents, readLog, sealAll, tamper } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { createTenant, type Tenant } from "@/services/testing/world";

let world: OpenWorld;
let context: Context;
let tenant: Tenant;
let log: string;
beforeAll(async () => {
  world = await openWorld();
  context = world.cli;
});
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Signed Ltd");
  log = tenant.accountId;
});
afterAll(() => world.close());

const sign = async (atLeast = 1) =>
  (await currentCheckpoint(context, log, { atLeast, now: world.clock.now }))!;
const pem = async () => (await logPublicKeys(context, log))[0]!.pem;
const alarmOf = async (logId = log) =>
  (await world.run('SELECT "alarm" FROM "AuditTree" WHERE "logId" = $1', [logId]))[0]?.alarm ?? null;

async function openNote(note: string) {
  const opened = await openCheckpoint(
    Buffer.from(note),
    [readEd25519Key(await pem())!],
    nodeSha256,
    verifyEd25519,
  );
  if (!opened.ok) throw new Error(opened.problem);
  return opened.checkpoint;
}

describe("checkpoints", () => {
  test("a second verifier, which knows only the format's page, proves the whole log by the note and the PEM; so for the deployment's log", async () => {
    for (const accountId of [log, world.other.accountId, null]) {
      await plantEvents(world, accountId, 700);
      await plantEvent(world, accountId, { "": [null, -0.5, { é: "Zoë" }], 大: 1e21 });
      await sealAll(world);
      const logId = accountId ?? deploymentLogId;
      const checkpoint = await currentCheckpoint(context, logId, { atLeast: 701, now: world.clock.now });
      const rows = await readLog(world, logId);
      const [key] = await logPublicKeys(context, logId);
      expect(rows.length).toBeGreaterThanOrEqual(701);
      expect(checkpoint).toMatchObject({ size: rows.length, root: toBase64(rootOf(rows.map(leafOf))) });
      expect(isWholeLog(rows, Buffer.from(checkpoint!.note), key!.pem)).toBe(true);
      expect(isWholeLog(rows.toSpliced(3, 1), Buffer.from(checkpoint!.note), key!.pem)).toBe(false);
      expect(key!.vkey.startsWith(`localhost:3000/audit/${logId}+`)).toBe(true);
    }
  });

  test("an older one is proven to be a beginning of a newer one, at any sizes", async () => {
    const signed = [];
    for (const count of [1, 3, 252, 1, 700, 65]) {
      await plantEvents(world, log, count);
      await sealAll(world);
      signed.push(await openNote((await sign(Number.MAX_SAFE_INTEGER)).note));
    }
    for (const older of signed) {
      for (const newer of signed.filter(({ size }) => size > older.size)) {
        const proof = await consistencyProof(world.db, log, older.size, newer.size);
        expect(compareCheckpoints(treeHasherOf(nodeSha256), older, newer, proof)).toBe("grown");
        const worse = proof.with(0, nodeSha256(proof[0]!));
        expect(compareCheckpoints(treeHasherOf(nodeSha256), older, newer, worse)).toBe("fork");
      }
    }
  });

  test("what a file leaves out is given by full subtrees, each the root of its leaves", async () => {
    await plantEvents(world, log, 1_300);
    await sealAll(world);
    const leaves = (await readLog(world, log)).map(leafOf);
    const ranges = [
      { from: 0, to: 0 },
      { from: 0, to: 1 },
      { from: 1, to: 1_299 },
      { from: 256, to: 1_024 },
      { from: 700, to: leaves.length },
    ];
    const given = await readSubtrees(world.db, log, ranges);
    for (const [i, { from, to }] of ranges.entries()) {
      let at = from;
      for (const { level, root } of given[i]!) {
        expect(root).toBe(toBase64(rootOf(leaves.slice(at, at + 2 ** level))));
        at += 2 ** level;
      }
      expect(at).toBe(to);
    }
    await expect(readSubtrees(world.db, log, [{ from: 0, to: leaves.length + 1 }])).rejects.toThrow(
      "has no hash",
    );
  });

  test("of one size there is one, however many ask at once; their numbers have no gaps", async () => {
    await plantEvents(world, log, 10);
    await plantEvents(world, world.other.accountId, 10);
    await sealAll(world);
    const logs = [log, world.other.accountId];
    await Promise.all(Array.from({ length: 12 }, (_, i) => signLog(context, logs[i % 2]!, world.clock.now)));
    const rows = await world.run('SELECT "number"::int AS n FROM "AuditCheckpoint" ORDER BY "number"');
    expect(rows.map(({ n }) => n)).toEqual(rows.map((_, i) => i + 1));
    const own = await world.run('SELECT 1 FROM "AuditCheckpoint" WHERE "logId" = $1', [log]);
    expect(own).toHaveLength(1);
    for (const statement of [
      'UPDATE "AuditCheckpoint" SET "note" = note',
      'DELETE FROM "AuditNode"',
      'TRUNCATE "AuditCheckpoint"',
    ])
      await expect(world.run(statement)).rejects.toThrow(/append-only/);
  });

  test("the origin stays what it was when the desk moves to another address", async () => {
    await plantEvent(world, log);
    await sealAll(world);
    const before = await openNote((await sign()).note);
    await plantEvent(world, log);
    await sealAll(world);
    const moved = { ...context, config: { ...context.config, issuer: "https://elsewhere.example" } };
    const after = await currentCheckpoint(moved, log, { atLeast: before.size + 1, now: world.clock.now });
    expect((await openNote(after!.note)).origin).toBe(before.origin);
  });
});

describe("what must not be signed", () => {
  const begin = async () => {
    await plantEvents(world, log, 300);
    await sealAll(world);
    return openNote((await sign()).note);
  };
  const goOn = async (warned: string[] = []) => {
    await plantEvents(world, log, 5);
    await sealAll(world, (facts) => warned.push((facts as { alarm: string }).alarm));
    return warned;
  };

  test("a tree that was built anew over other events: no checkpoint, an alarm; the true one is signed again", async () => {
    const known = await begin();
    const rows = await world.run('SELECT "hash" FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" = 7', [log]);
    const forget = async (name: string) => {
      await tamper(
        world,
        'UPDATE "AuditEvent" SET "actorName" = $2 WHERE "id" = (SELECT "eventId" FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" = 7)',
        [log, name],
      );
      await tamper(world, 'UPDATE "AuditLeaf" SET "hash" = NULL WHERE "logId" = $1', [log]);
      await tamper(world, 'DELETE FROM "AuditNode" WHERE "logId" = $1', [log]);
      await tamper(world, 'DELETE FROM "AuditTree" WHERE "logId" = $1', [log]);
      await goOn();
    };
    await forget("Somebody else");
    expect(await signLog(context, log, world.clock.now)).toEqual({ kind: "refused", alarm: "rewritten" });
    expect(await alarmOf()).toBe("rewritten");
    expect((await sign(known.size + 1)).size).toBe(known.size);

    await forget("Zoë");
    expect(await world.run('SELECT "hash" FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" = 7', [log])).toEqual(
      rows,
    );
    expect(await signLog(context, log, world.clock.now)).toEqual({ kind: "signed" });
    expect(await alarmOf()).toBeNull();
  });

  test("a checkpoint that was changed in the database, and a tree whose edge was", async () => {
    const known = await begin();
    await goOn();
    const flip = (note: string) => note.replace(/\n[0-9]+\n/, `\n${known.size - 1}\n`);
    const [row] = await world.run('SELECT "note" FROM "AuditCheckpoint" WHERE "logId" = $1', [log]);
    const note = row!.note as string;
    const put = (text: string) =>
      tamper(world, 'UPDATE "AuditCheckpoint" SET "note" = $2 WHERE "logId" = $1', [log, text]);
    await put(flip(note));
    expect(await signLog(context, log, world.clock.now)).toEqual({ kind: "refused", alarm: "rewritten" });
    await put(note);
    await tamper(world, 'UPDATE "AuditTree" SET "nodes"[1] = sha256(\'x\') WHERE "logId" = $1', [log]);
    expect(await signLog(context, log, world.clock.now)).toEqual({ kind: "refused", alarm: "rewritten" });
  });

  test("with another master key, and with a key that somebody put into the table: neither is published", async () => {
    await begin();
    const stranger = { ...context, keys: createKeyring(Buffer.alloc(32, 9)) };
    expect(await signLog(stranger, log, world.clock.now)).toEqual({ kind: "refused", alarm: "unsignable" });
    expect(await logPublicKeys(stranger, log)).toEqual([]);
    await world.run(
      `INSERT INTO "AuditLogKey" SELECT gen_random_uuid(), "deployment", sha256('evil'), "keyId", "wrappedKey", "ciphertext", "createdAt", now() FROM "AuditLogKey" LIMIT 1`,
    );
    expect(await logPublicKeys(context, log)).toHaveLength(1);
    expect((await signLog(context, log, world.clock.now)).kind).toBe("nothing");
    expect(await alarmOf()).toBeNull();
  });

  test("a log that was restored from an older backup gets no number and no checkpoint, and says why; others go on", async () => {
    const older = await begin();
    await goOn();
    const newer = await openNote((await sign(older.size + 1)).note);
    // The tables of the log as they were; what waits was not restored with them.
    await tamper(world, 'DELETE FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" > $2', [log, older.size]);
    expect(await signLog(context, log, world.clock.now)).toEqual({ kind: "refused", alarm: "rolled_back" });
    const warned = await goOn();
    expect(new Set(warned)).toEqual(new Set(["rolled_back"]));
    expect(await alarmOf()).toBe("rolled_back");
    expect(await readLog(world, log)).toHaveLength(older.size);
    expect((await signLog(context, log, world.clock.now)).kind).toBe("nothing");
    // Whoever kept the newer one sees it at once.
    expect(compareCheckpoints(treeHasherOf(nodeSha256), newer, older, [])).toBe("rollback");
    const before = (await readLog(world, world.other.accountId)).length;
    await plantEvent(world, world.other.accountId);
    await sealAll(world, () => undefined);
    expect(await readLog(world, world.other.accountId)).toHaveLength(before + 1);
    await tamper(world, 'DELETE FROM "AuditPending"');
  });
});
