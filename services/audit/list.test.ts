import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditPageSize } from "@/domain/audit/audit-query";
import { formatSeq } from "@/domain/audit/format-seq";
import { loadAuditFilterOptions } from "@/services/audit/filter-options";
import { findAuditEvent } from "@/services/audit/find-event";
import { listAuditEvents } from "@/services/audit/list";
import { findSealedHead } from "@/services/audit/sealed-head";
import { startPatientSealer } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";

let world: OpenWorld;
let acme: Tenant;
const dayMs = 86_400_000;

/** An event past the services, `daysAgo` before the clock; its id carries its time, as ids do. */
async function plant(tenant: Tenant, daysAgo: number, change: Record<string, unknown> = {}): Promise<string> {
  const at = new Date(world.clock.now.getTime() - daysAgo * dayMs);
  const id = uuidv7({ msecs: at.getTime() });
  await world.db.auditEvent.create({
    data: {
      id,
      accountId: tenant.accountId,
      at,
      actorKind: "user",
      actorId: tenant.administrator.userId,
      actorName: tenant.administrator.name,
      action: "session.sign_in",
      outcome: "done",
      ip: "198.51.100.7",
      ...change,
    },
  });
  return id;
}

const idsOf = async (input: unknown) =>
  unwrap(await listAuditEvents(acme.administrator.context, input)).rows.map((row) => row.id);

beforeAll(async () => {
  world = await openWorld();
  acme = world.acme;
});
afterAll(() => world.close());

describe("the audit list", () => {
  test("is read by administrators and auditors, refused to members, and holds nothing of another account", async () => {
    const mine = await plant(acme, 1);
    const theirs = await plant(world.other, 1);
    expect(await idsOf({})).toContain(mine);
    expect(await idsOf({})).not.toContain(theirs);
    expect(codeOf(await listAuditEvents(acme.auditor.context, {}))).toBe("done");
    expect(codeOf(await listAuditEvents(world.other.member.context, {}))).toBe("forbidden");
    expect(codeOf(await listAuditEvents(world.stranger, {}))).toBe("unauthenticated");
  });

  test("tells each creation with actor, target, address and details, but never the secret", async () => {
    const token = await makeToken(acme, { name: "Told" });
    const { rows } = unwrap(await listAuditEvents(acme.auditor.context, { target: token.id }));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      action: "token.create",
      outcome: "done",
      actorId: acme.administrator.userId,
      targetName: "Told",
      ip: "192.0.2.10",
    });
    expect(JSON.stringify(rows)).not.toContain(token.secret.slice(12));
  });

  test("filters by actor, target, action, noun, outcome, time and text, alone and together", async () => {
    const target = uuidv7();
    const rotated = await plant(acme, 3, {
      action: "token.rotate",
      targetKind: "token",
      targetId: target,
      targetName: "100%_sure",
    });
    const refused = await plant(acme, 40, {
      action: "access.refused",
      outcome: "refused",
      actorId: acme.member.userId,
      actorName: "Mel",
    });
    const byShell = await plant(acme, 50, { actorKind: "cli", actorId: null, actorName: "Command line" });
    expect(await idsOf({ target })).toEqual([rotated]);
    expect(await idsOf({ actor: acme.member.userId })).toEqual([refused]);
    expect(await idsOf({ actor: "cli" })).toEqual([byShell]);
    expect(await idsOf({ action: "token.rotate" })).toEqual([rotated]);
    expect(await idsOf({ action: "token" })).toContain(rotated);
    expect(await idsOf({ action: "access" })).toEqual([refused]);
    expect(await idsOf({ outcome: "refused" })).toEqual([refused]);
    expect(await idsOf({ period: "7d" })).toContain(rotated);
    expect(await idsOf({ period: "7d" })).not.toContain(refused);
    const from = new Date(world.clock.now.getTime() - 45 * dayMs).toISOString();
    const to = new Date(world.clock.now.getTime() - 35 * dayMs).toISOString();
    expect(await idsOf({ from, to })).toEqual([refused]);
    expect(await idsOf({ q: "100%_s" })).toEqual([rotated]);
    expect(await idsOf({ q: "mel" })).toEqual([refused]);
    expect(await idsOf({ q: "\\" })).toEqual([]);
    expect(await idsOf({ q: "mel", action: "token" })).toEqual([]);
  });

  test("pages by keyset in both directions without gaps or repeats, while new events arrive", async () => {
    const planted: string[] = [];
    for (let i = 0; i < auditPageSize * 2 + 5; i++) {
      planted.push(await plant(acme, 200 - i / 1000, { action: "organization.edit" }));
    }
    const newestFirst = planted.toReversed();
    const action = "organization.edit";
    const first = unwrap(await listAuditEvents(acme.administrator.context, { action }));
    expect(first.previousCursor).toBeNull();
    await plant(acme, 0, { action });
    const second = unwrap(
      await listAuditEvents(acme.administrator.context, { action, after: first.nextCursor }),
    );
    const third = unwrap(
      await listAuditEvents(acme.administrator.context, { action, after: second.nextCursor }),
    );
    expect([...first.rows, ...second.rows, ...third.rows].map((row) => row.id)).toEqual(newestFirst);
    expect(third.nextCursor).toBeNull();
    const back = unwrap(
      await listAuditEvents(acme.administrator.context, { action, before: third.previousCursor }),
    );
    expect(back.rows).toEqual(second.rows);
  });

  test("has an index for the newest page, an old one, a time range, an actor and a target", async () => {
    await world.run(
      `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorId", "actorName", "action", "outcome")
       SELECT overlay(replace(gen_random_uuid()::text, '-', '') placing lpad(to_hex(1700000000000 + i * 1000), 12, '0') from 1 for 12)::uuid,
         $1, to_timestamp(1700000000 + i), 'user', $2, 'Somebody', 'session.sign_in', 'done'
       FROM generate_series(1, 60000) i`,
      [world.other.accountId, world.other.administrator.userId],
    );
    await world.run(`ANALYZE "AuditEvent"`);
    const explain = async (where: string) => {
      const rows = await world.run(
        `EXPLAIN (FORMAT JSON) SELECT * FROM "AuditEvent" e WHERE e."accountId" = '${world.other.accountId}' ${where}
         ORDER BY e."id" DESC LIMIT 51`,
      );
      return JSON.stringify(rows[0]);
    };
    expect(await explain("")).toMatch(/Index Scan/);
    expect(await explain(`AND e."id" < '0190f000-0000-7000-8000-000000000000'`)).toMatch(/Index Scan/);
    const range = `AND e."id" >= '018bcfe5-0000-7000-8000-000000000000' AND e."id" < '018bd000-0000-7000-8000-000000000000'`;
    expect(await explain(`${range} AND e."outcome" = 'refused'`)).toMatch(/Index Scan/);
    expect(await explain(`AND e."actorId" = '${uuidv7()}'`)).toMatch(/Index Scan/);
    expect(await explain(`AND e."targetId" = '${uuidv7()}'`)).toMatch(/Index Scan/);
  });

  test("refuses what it does not know by naming the field", async () => {
    const refused = await listAuditEvents(acme.administrator.context, { outcome: "perhaps", from: "soon" });
    expect(refused.ok ? null : Object.keys(refused.refusal.fields ?? {})).toEqual(["outcome", "from"]);
  });
});

test("a permalink finds an event of the account; a foreign one, an unknown one and a bad id are refused", async () => {
  const mine = await plant(acme, 1);
  const theirs = await plant(world.other, 1);
  expect(unwrap(await findAuditEvent(acme.auditor.context, { eventId: mine })).id).toBe(mine);
  expect(codeOf(await findAuditEvent(acme.auditor.context, { eventId: theirs }))).toBe("not_found");
  expect(codeOf(await findAuditEvent(acme.auditor.context, { eventId: uuidv7() }))).toBe("not_found");
  expect(codeOf(await findAuditEvent(acme.auditor.context, { eventId: "1" }))).toBe("invalid_input");
  expect(codeOf(await findAuditEvent(acme.member.context, { eventId: mine }))).toBe("forbidden");
});

test("an event shows its number once it is sealed, in the list and on its page", async () => {
  const eventId = await plant(acme, 1, { action: "gateway.create" });
  const find = async () => unwrap(await findAuditEvent(acme.auditor.context, { eventId })).seq;
  expect(await find()).toBeNull();
  const sealer = startPatientSealer(world.url);
  await sealer.seal();
  await sealer.close();
  const seq = await find();
  expect(seq).toBe((await findSealedHead(world.db, acme.accountId)).seq);
  const { rows } = unwrap(await listAuditEvents(acme.auditor.context, { action: "gateway.create" }));
  expect(rows.find((row) => row.id === eventId)?.seq).toBe(seq);
  // By its number it is found as people write it, and within the account only.
  const spoken = formatSeq(seq!);
  expect(await idsOf({ q: spoken })).toEqual([eventId]);
  expect(await idsOf({ q: "#999 999 999 999" })).toEqual([]);
  const elsewhere = unwrap(await listAuditEvents(world.other.auditor.context, { q: spoken })).rows;
  expect(elsewhere.map(({ id }) => id)).not.toContain(eventId);
});

test("the filters offer the account's people only, and name a target of the account only", async () => {
  const target = uuidv7();
  await plant(acme, 1, { targetKind: "token", targetId: target, targetName: "Named" });
  const options = unwrap(await loadAuditFilterOptions(acme.auditor.context, { target }));
  expect(options.target).toEqual({ id: target, name: "Named" });
  expect(options.actors.map((actor) => actor.id)).toContain(acme.member.userId);
  expect(options.actors.map((actor) => actor.id)).not.toContain(world.other.member.userId);
  expect(unwrap(await loadAuditFilterOptions(world.other.auditor.context, { target })).target).toBeNull();
  expect(codeOf(await loadAuditFilterOptions(acme.member.context, {}))).toBe("forbidden");
});
