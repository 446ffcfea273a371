import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fromBase64 } from "@/domain/audit/log/base64";
import { openRowVerifier } from "@/domain/audit/log/row-verifier";
import { currentCheckpoint } from "@/services/audit/log/current-checkpoint";
import { logHasher } from "@/services/audit/log/leaf-hasher";
import { readSubtrees } from "@/services/audit/log/read-subtrees";
import { changeRetention } from "@/services/audit/retention/change";
import { liftLegalHold } from "@/services/audit/retention/lift-hold";
import { loadRetention } from "@/services/audit/retention/load";
import { setLegalHold } from "@/services/audit/retention/set-hold";
import { plantEvents, readLog, sealAll } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createTenant, type Tenant } from "@/services/testing/world";
import { dropAuditEvents } from "@/services/upkeep/drop-audit-events";

let world: OpenWorld;
let tenant: Tenant;
let neighbour: Tenant;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Kept Ltd");
  neighbour = await createTenant(world.db, world.clock, "Neighbour AG");
});
afterAll(() => world.close());

const drop = (limit = 1_000) =>
  world.db.$transaction((tx) => dropAuditEvents.run(tx, world.clock.now, limit));
/** Plants and seals events as they were forty days ago: sessions do not live so long. */
async function plantOld(log: string, count: number): Promise<void> {
  world.clock.advance(-40 * 86_400);
  await plantEvents(world, log, count);
  await sealAll(world);
  world.clock.advance(40 * 86_400);
}
const sign = (log = tenant.accountId) =>
  currentCheckpoint(world.cli, log, { atLeast: Number.MAX_SAFE_INTEGER, now: world.clock.now });
const bodies = async (log = tenant.accountId) => (await readLog(world, log)).map((row) => row.seq);
const leaves = async (log = tenant.accountId) =>
  (await world.run('SELECT count(*)::int AS n FROM "AuditLeaf" WHERE "logId" = $1', [log]))[0]!.n;

/** Ten old events, forty days, five new ones; sealed and signed. */
async function age(log = tenant.accountId): Promise<void> {
  await plantOld(log, 10);
  await plantEvents(world, log, 5);
  await sealAll(world);
  await sign(log);
}

// The trigger asks the server's clock.
test("the clock of these tests is behind the server's", async () => {
  const [row] = await world.run("SELECT now() AS now");
  expect(world.clock.now.getTime()).toBeLessThan((row!.now as Date).getTime());
});

describe("dropping", () => {
  test("takes what is past its days, of this account alone; numbers, hashes and checkpoints stay, and the rest is still proven", async () => {
    await age();
    await age(neighbour.accountId);
    expect(await drop()).toBe(0);
    unwrap(await changeRetention(tenant.administrator.context, { days: 30 }));
    expect(await drop()).toBe(10);
    expect(await drop()).toBe(0);
    await sealAll(world);
    expect((await bodies())[0]).toBe(11);
    expect(await leaves()).toBe(Math.max(...(await bodies())));
    expect(await bodies(neighbour.accountId)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1));
    expect(unwrap(await loadRetention(tenant.auditor.context))).toMatchObject({
      days: 30,
      dropped: { through: 10, at: world.clock.now },
      hold: null,
    });
    const last = await world.db.auditEvent.findFirstOrThrow({
      where: { accountId: tenant.accountId, action: "retention.drop" },
    });
    expect(last).toMatchObject({ actorKind: "system", details: { from: 1, through: 10, term: "30 days" } });

    const checkpoint = (await sign())!;
    const rows = await readLog(world, tenant.accountId);
    const verifier = openRowVerifier(logHasher, {
      logId: tenant.accountId,
      size: checkpoint.size,
      root: fromBase64(checkpoint.root)!,
    });
    const [skipped] = await readSubtrees(world.db, tenant.accountId, [{ from: 0, to: 10 }]);
    verifier.skip(skipped!.map(({ level, root }) => ({ level, root: fromBase64(root)! })));
    for (const row of rows) verifier.row(row, null);
    expect(verifier.finish()).toMatchObject({ ok: true, rows: rows.length });
  });

  test("goes from the oldest on, a batch at a time, and spares what no checkpoint holds yet", async () => {
    await plantOld(tenant.accountId, 10);
    await sign();
    await plantOld(tenant.accountId, 4);
    unwrap(await changeRetention(tenant.administrator.context, { days: 30 }));
    expect(await drop(3)).toBe(3);
    expect(await bodies()).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(await drop()).toBe(7);
    expect(await drop()).toBe(0);
    expect(await bodies()).toEqual([11, 12, 13, 14]);
  });

  test("is the only way: DELETE, UPDATE and TRUNCATE fail, also within the session setting and past what retention has written down", async () => {
    await age();
    unwrap(await changeRetention(tenant.administrator.context, { days: 30 }));
    const all = `DELETE FROM "AuditEvent" WHERE "accountId" = '${tenant.accountId}'`;
    for (const statement of [all, 'TRUNCATE "AuditEvent"', `UPDATE "AuditEvent" SET "actorName" = ''`])
      await expect(world.run(statement)).rejects.toThrow(/append-only/);
    await world.run(`SELECT set_config('keydesk.retention', $1, false)`, [tenant.accountId]);
    await expect(world.run(all)).rejects.toThrow(/append-only/);
    await drop();
    const before = await bodies();
    await expect(world.run(all)).rejects.toThrow(/append-only/);
    await plantEvents(world, neighbour.accountId, 1);
    await plantEvents(world, null, 1);
    for (const others of [`"accountId" = '${neighbour.accountId}'`, '"accountId" IS NULL'])
      await expect(world.run(`DELETE FROM "AuditEvent" WHERE ${others}`)).rejects.toThrow(/append-only/);
    await world.run(`SELECT set_config('keydesk.retention', '', false)`);
    expect(await bodies()).toEqual(before);
    await expect(world.run('DELETE FROM "AuditLeaf"')).rejects.toThrow(/append-only/);
  });
});

describe("a legal hold", () => {
  test("stops dropping, whatever the days, until it is lifted; and says who, why and since when", async () => {
    await age();
    const { context, name } = tenant.administrator;
    unwrap(await setLegalHold(context, { reason: " Case 4711 " }));
    unwrap(await changeRetention(context, { days: 30 }));
    expect(await drop()).toBe(0);
    const since = world.clock.now;
    expect(unwrap(await loadRetention(tenant.auditor.context)).hold).toEqual({
      reason: "Case 4711",
      since,
      byName: name,
    });
    world.clock.advance(60);
    unwrap(await setLegalHold(context, { reason: "Cases 4711 and 4712" }));
    expect(unwrap(await loadRetention(tenant.auditor.context)).hold).toMatchObject({ since });
    // Also past Keydesk, with the days and the setting of the task: the trigger knows of the hold.
    await world.run('UPDATE "AuditRetention" SET "droppedThrough" = 5 WHERE "accountId" = $1', [
      tenant.accountId,
    ]);
    await world.run(`SELECT set_config('keydesk.retention', $1, false)`, [tenant.accountId]);
    await expect(
      world.run(`DELETE FROM "AuditEvent" WHERE "accountId" = $1`, [tenant.accountId]),
    ).rejects.toThrow(/append-only/);
    await world.run(`SELECT set_config('keydesk.retention', '', false)`);
    await world.run('UPDATE "AuditRetention" SET "droppedThrough" = 0 WHERE "accountId" = $1', [
      tenant.accountId,
    ]);
    unwrap(await liftLegalHold(tenant.administrator.context));
    expect(await drop()).toBe(10);
    const actions = await world.db.auditEvent.findMany({
      where: { accountId: tenant.accountId, action: { startsWith: "legal_hold" } },
      orderBy: { id: "asc" },
      select: { action: true, details: true },
    });
    expect(actions).toMatchObject([
      { action: "legal_hold.set", details: { reason: "Case 4711" } },
      { action: "legal_hold.set", details: { reason: "Cases 4711 and 4712" } },
      { action: "legal_hold.lift", details: { reason: "Cases 4711 and 4712" } },
    ]);
  });

  test("that is being set while events are dropped: whoever was first is waited for, and after the answer nothing is dropped", async () => {
    await age();
    unwrap(await changeRetention(tenant.administrator.context, { days: 30 }));
    const dropping = new pg.Client(world.url);
    await dropping.connect();
    await dropping.query("BEGIN");
    await dropping.query('SELECT 1 FROM "AuditRetention" WHERE "accountId" = $1 FOR UPDATE', [
      tenant.accountId,
    ]);
    let isAnswered = false;
    const setting = setLegalHold(tenant.administrator.context, { reason: "Case 1" }).then((result) => {
      isAnswered = true;
      return result;
    });
    await sleep(150);
    expect(isAnswered).toBe(false);
    // While it waits, a second dropper does not.
    expect(await drop()).toBe(0);
    await dropping.query("COMMIT");
    unwrap(await setting);
    expect(await drop()).toBe(0);
    expect(await bodies()).toContain(1);
    await dropping.end();
  });
});

describe("who may", () => {
  test("administrators change it, behind a fresh password; auditors see it; members, strangers and other accounts do neither", async () => {
    const { administrator, auditor, member, otherAdministrator } = tenant;
    const verbs = [
      (who: Tenant["member"]) => changeRetention(who.context, { days: 90 }),
      (who: Tenant["member"]) => setLegalHold(who.context, { reason: "x" }),
      (who: Tenant["member"]) => liftLegalHold(who.context),
    ];
    for (const verb of verbs) {
      for (const who of [auditor, member]) expect(codeOf(await verb(who))).toBe("forbidden");
    }
    await world.db.session.update({
      where: { id: otherAdministrator.sessionId },
      data: { reauthenticatedAt: new Date(world.clock.now.getTime() - 601_000) },
    });
    for (const verb of verbs)
      expect(codeOf(await verb(otherAdministrator))).toBe("reauthentication_required");
    expect(codeOf(await changeRetention(world.stranger, { days: 90 }))).toBe("unauthenticated");
    expect(codeOf(await loadRetention(member.context))).toBe("forbidden");
    for (const bad of [{}, { days: 29 }, { days: 36_501 }, { days: 30.5 }, { days: "90" }])
      expect(codeOf(await changeRetention(administrator.context, bad))).toBe("invalid_input");
    for (const bad of [
      {},
      { reason: " " },
      { reason: "x".repeat(501) },
      // What the database or the log cannot hold, and what makes a reason look like another.
      { reason: "Case\0 1" },
      { reason: "Case \ud800" },
      { reason: "Case \u202e1" },
    ])
      expect(codeOf(await setLegalHold(administrator.context, bad))).toBe("invalid_input");
    const before = await world.dump();
    await withUnwritableAudit(world, async () => {
      for (const verb of verbs.slice(0, 2)) await expect(verb(administrator)).rejects.toThrow();
    });
    expect(await world.dump()).toBe(before);
    unwrap(await changeRetention(administrator.context, { days: 90, accountId: neighbour.accountId }));
    expect(unwrap(await loadRetention(neighbour.auditor.context)).days).toBeNull();
    unwrap(await changeRetention(administrator.context, { days: null }));
    expect(unwrap(await loadRetention(auditor.context)).days).toBeNull();
  });
});
