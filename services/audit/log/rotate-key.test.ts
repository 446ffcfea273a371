import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openCheckpoint } from "@/domain/audit/log/checkpoint";
import { nodeSha256, readEd25519Key, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import { isWholeLog, successorOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { deploymentLogId } from "@/domain/audit/log-id";
import { startCheckpointSigner } from "@/services/audit/log/checkpoint-signer";
import { findNewestCheckpoint } from "@/services/audit/log/current-checkpoint";
import { logHandovers } from "@/services/audit/log/handovers";
import { logKeyFile, logPublicKeys } from "@/services/audit/log/public-keys";
import { type RotatedKey, rotateLogKey } from "@/services/audit/log/rotate-key";
import { signLog } from "@/services/audit/log/sign-log";
import type { Context } from "@/services/kernel/context";
import { createKeyring } from "@/services/keys/keyring";
import { plantEvents, readLog, sealAll } from "@/services/testing/audit-log";
import { createTestContext } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
let context: Context;
let log: string;
beforeAll(async () => {
  world = await openWorld();
  context = world.cli;
  log = world.acme.accountId;
});
beforeEach(async () => {
  world.clock.advance(3_600);
  await plantEvents(world, log, 3);
  await sealAll(world);
});
afterAll(() => world.close());

const keys = () => logPublicKeys(context, log);
const rotate = async (input: object = {}): Promise<RotatedKey> => unwrap(await rotateLogKey(context, input));
const newest = async () => (await findNewestCheckpoint(world.db, log))!;
const isBy = async (pem: string, note: string) =>
  (await openCheckpoint(Buffer.from(note), [readEd25519Key(pem)!], nodeSha256, verifyEd25519)).ok;
const isBroken = async (pem: string) =>
  !isWholeLog(
    (await readLog(world, log)).slice(0, (await newest()).size),
    Buffer.from((await newest()).note),
    pem,
  );

test("before the first checkpoint there is no key to replace", async () => {
  expect(await rotateLogKey(context, {})).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  expect((await signLog(context, log, world.clock.now)).kind).toBe("signed");
});

describe("a replaced key", () => {
  test("signs from then on, on every node that runs; what the old one signed stays good, and each log says who replaced it", async () => {
    const before = await newest();
    const [old] = await keys();
    const quiet = { warn: (facts: object) => expect(facts).toEqual({}) };
    // Two nodes that have signed with the old key and go on.
    const nodes = [0, 1].map(() =>
      startCheckpointSigner(
        createTestContext(world.db, world.clock, { kind: "cli" }),
        quiet,
        () => world.clock.now,
      ),
    );
    await nodes[0]!.round();
    expect(await isBy(old!.pem, (await newest()).note)).toBe(true);

    const rotated = await rotate();
    for (const node of nodes) {
      await plantEvents(world, log, 2);
      await sealAll(world);
      world.clock.advance(61);
      await node.round();
      const { note } = await newest();
      expect([await isBy(rotated.pem, note), await isBy(old!.pem, note)]).toEqual([true, false]);
      expect(await isBroken(rotated.pem)).toBe(false);
    }
    await Promise.all(nodes.map((node) => node.close()));
    expect(await isBy(old!.pem, before.note)).toBe(true);
    expect(rotated.retiredPem).toBe(old!.pem);
    for (const logId of [log, world.other.accountId, deploymentLogId]) {
      const told = (await readLog(world, logId)).filter(({ action }) => action === "audit_key.rotate");
      expect(told).toMatchObject([{ actorKind: "cli", outcome: "done" }]);
    }
  });

  test("is reached from the old one by the note alone, also by a second verifier, and over several", async () => {
    const first = (await keys())[0]!.pem;
    const [second, third] = [await rotate(), await rotate()];
    const notes = await logHandovers(context);
    expect(notes.slice(-2)).toEqual([second.handover, third.handover]);
    const reached = successorOf(Buffer.from(second.handover!), first);
    expect(reached).toBe(second.pem);
    expect(successorOf(Buffer.from(third.handover!), reached!)).toBe(third.pem);
  });

  test("is published beside the old one, each with the time in which it signed", async () => {
    const since = world.clock.now.toISOString();
    const { pem, retiredPem } = await rotate();
    const file = logKeyFile(await keys());
    expect(file.startsWith(`Signs since ${since}\n${pem}Signed from `)).toBe(true);
    expect(file).toContain(` to ${since}\n${retiredPem}`);
    const mayBeCurrent = await world.run('SELECT 1 FROM "AuditLogKey" WHERE "retiredAt" IS NULL');
    expect(mayBeCurrent).toHaveLength(1);
  });

  test("however many replace it at once, each takes over from the one before", async () => {
    const first = (await keys())[0]!.pem;
    const made = await Promise.all([rotate(), rotate(), rotate()]);
    const byOld = new Map(made.map((one) => [one.retiredPem, one]));
    let pem = first;
    for (let i = 0; i < 3; i++) {
      expect(successorOf(Buffer.from(byOld.get(pem)!.handover!), pem)).toBe(byOld.get(pem)!.pem);
      pem = byOld.get(pem)!.pem;
    }
    expect((await keys())[0]!.pem).toBe(pem);
  });
});

test("a compromised key hands over to nobody, from nobody on, and is published no more; what it signed can still be read by who is given it", async () => {
  await rotate();
  const before = await newest();
  const made = await rotate({ compromised: true });
  expect(made.handover).toBeNull();
  const notes = await logHandovers(context);
  const retired = Buffer.from(readEd25519Key(made.retiredPem)!).toString("base64");
  expect(notes.filter((note) => note.includes(retired))).toEqual([]);
  const file = logKeyFile(await keys());
  expect(file).toContain(made.pem);
  expect(file).not.toContain(made.retiredPem);
  expect((await keys()).find(({ pem }) => pem === made.retiredPem)).toMatchObject({ compromised: true });
  // The log goes on from what the old key signed, under the new one.
  await plantEvents(world, log, 1);
  await sealAll(world);
  expect((await signLog(context, log, world.clock.now)).kind).toBe("signed");
  expect((await newest()).size).toBeGreaterThan(before.size);
  expect(await isBroken(made.pem)).toBe(false);
  const [told] = await world.run(
    `SELECT "details" FROM "AuditEvent" WHERE "action" = 'audit_key.rotate' AND "accountId" = $1 ORDER BY "id" DESC`,
    [log],
  );
  expect(told!.details).toMatchObject({ reason: "the old one may be in other hands" });
});

test("a hand-over that somebody put into the database is not published", async () => {
  await rotate();
  const notes = await logHandovers(context);
  const [own] = await world.run('SELECT "id", "handover" FROM "AuditLogKey" WHERE "retiredAt" IS NULL');
  const put = (note: string) =>
    world.run('UPDATE "AuditLogKey" SET "handover" = $2 WHERE "id" = $1', [own!.id, note]);
  for (const note of ["nonsense", notes[0]!, (own!.handover as string).replace("2026", "2025")]) {
    await put(note);
    expect(await logHandovers(context)).toEqual(notes.slice(0, -1));
  }
  await put(own!.handover as string);
  expect(await logHandovers(context)).toEqual(notes);
});

test("nobody replaces it but the command line, and not without the right master key, and not without its events", async () => {
  const before = await keys();
  for (const { context: person } of [world.acme.administrator, world.acme.auditor, world.acme.operator])
    expect(await rotateLogKey(person, {})).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
  expect(await rotateLogKey(world.stranger, {})).toMatchObject({
    ok: false,
    refusal: { code: "unauthenticated" },
  });
  const stranger = { ...context, keys: createKeyring(Buffer.alloc(32, 9)) };
  expect(await rotateLogKey(stranger, {})).toMatchObject({ ok: false, refusal: { code: "conflict" } });
  await world.run(
    `CREATE FUNCTION no_audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
     CREATE TRIGGER no_audit BEFORE INSERT ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION no_audit()`,
  );
  try {
    await expect(rotateLogKey(context, {})).rejects.toThrow();
  } finally {
    await world.run('DROP TRIGGER no_audit ON "AuditEvent"; DROP FUNCTION no_audit()');
  }
  expect(await keys()).toEqual(before);
});
