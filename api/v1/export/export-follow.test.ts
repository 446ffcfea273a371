import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenExports, openExports } from "@/api/testing/exports";
import { coveredBounds } from "@/services/export/cover-reading";
import { openExport } from "@/services/export/open-export";
import { sealAll } from "@/services/testing/audit-log";
import { createTestContext } from "@/services/testing/context";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { closeFollowed } from "@/services/upkeep/close-followed";

let on: OpenExports;
/** Account tokens, each for one test: made while the password is fresh. */
let programs: { readonly id: string; readonly secret: string }[];
beforeAll(async () => {
  on = await openExports();
  const names = ["Follower", "Many at once", "Untraced", "Stopped"];
  programs = await Promise.all(names.map((name) => makeToken(on.world.acme, { type: "account", name })));
  await sealAll(on.world);
});
afterAll(() => on.close());

type Row = { readonly seq: number; readonly action: string; readonly details: Record<string, unknown> };
const manifestOf = (headers: Headers) => headers.get("x-keydesk-export");

/** A program that reads on from where its last reading ended, each reading being sealed before the next. */
function follower(token: string, after = 0) {
  let seq = after;
  return async (query = "") => {
    const { status, headers, text } = await on.get(token, `audit.jsonl?after=${seq}${query}`);
    if (status !== 200) throw new Error(`${status}: ${text}`);
    const rows: Row[] = text
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    seq = rows.at(-1)?.seq ?? seq;
    await sealAll(on.world);
    return { rows, headers };
  };
}

const counts = async () => {
  const [row] = await on.world.run(`
    SELECT (SELECT count(*) FROM "AuditEvent")::int AS events, (SELECT count(*) FROM "AuditCheckpoint")::int AS checkpoints,
      (SELECT count(*) FROM "Export")::int AS exports`);
  return row as { events: number; checkpoints: number; exports: number };
};
const readingsOf = (tokenId: string) =>
  on.world.run(
    `SELECT "details" FROM "AuditEvent" WHERE "action" = 'export.read' AND "actorId" = $1 ORDER BY "id"`,
    [tokenId],
  );
/** Events about an organization, written beside Keydesk. */
const plant = (organizationId: string, count: number) =>
  on.world.run(
    `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome", "targetKind", "targetId")
     SELECT uuidv7(), $1, $2, 'cli', 'Busy', 'organization.edit', 'done', 'organization', $3 FROM generate_series(1, $4::int)`,
    [on.world.acme.accountId, on.world.clock.now, organizationId, count],
  );

test("a program that polls each second of an otherwise idle account comes to rest: what it wrote stops growing, whatever the hour", async () => {
  const poll = follower(on.first.exportToken);
  const before = await counts();
  // The first has the past, the second the first one's own event.
  expect((await poll()).rows.length).toBeGreaterThan(10);
  expect((await poll()).rows.map(({ action }) => action)).toEqual(["export.read"]);
  const rest = await counts();
  expect(rest.events - before.events).toBe(2);
  for (let second = 0; second < 12; second++) {
    // At last over the end of the hour, twice.
    on.world.clock.advance(second < 8 ? 1 : 1_800);
    const { rows, headers } = await poll();
    expect([rows, manifestOf(headers)]).toEqual([[], null]);
  }
  expect(await counts()).toEqual(rest);
});

test("nothing new is an empty file of its format, with the way to what is signed", async () => {
  const empty = { csv: /^"seq","id",[^\n]*\r\n$/, json: /^\[\n\]\n$/, jsonl: /^$/ };
  for (const [format, body] of Object.entries(empty)) {
    const { status, headers, text } = await on.get(on.first.exportToken, `audit.${format}?after=999999`);
    expect([status, headers.get("x-keydesk-rows"), manifestOf(headers)]).toEqual([200, "0", null]);
    expect(text).toMatch(body);
    const path = /^<\/api\/v1\.0\/export\/([^>]+)>; rel="related"/.exec(headers.get("link") ?? "")?.[1];
    expect((await on.get(on.first.exportToken, path!)).text).toContain(`/audit/${on.world.acme.accountId}\n`);
  }
});

test("in a busy one, an hour's readings have one event, and the next one tells how many there were; each has its manifest, and none a row twice", async () => {
  const { organizationId, exportToken, exportTokenId } = on.second;
  const poll = follower(exportToken);
  const had: Row[] = [];
  for (let turn = 0; turn < 6; turn++) {
    await plant(organizationId, 2);
    await sealAll(on.world);
    on.world.clock.advance(10);
    const { rows, headers } = await poll();
    expect((await on.get(exportToken, `manifests/${manifestOf(headers)}`)).status).toBe(200);
    had.push(...rows);
  }
  expect(await readingsOf(exportTokenId)).toHaveLength(1);
  on.world.clock.advance(coveredBounds.seconds);
  await plant(organizationId, 1);
  await sealAll(on.world);
  had.push(...(await poll()).rows);
  const [first, second, ...more] = await readingsOf(exportTokenId);
  expect(more).toEqual([]);
  expect(first!.details).not.toHaveProperty("readings");
  // Two of each turn after the first one, and the first one's event.
  expect(second!.details).toMatchObject({ count: 1, readings: 5, rows: 11 });
  const all = await on.rowsOf(exportToken, "audit.json");
  expect(had.map(({ seq }) => seq)).toEqual(all.slice(0, had.length).map(({ seq }) => seq));
});

test("an event stands for no reading that begins earlier, none of another token, and for less than a thousand rows", async () => {
  const { organizationId } = on.first;
  const account = programs[0]!;
  await plant(organizationId, coveredBounds.rows);
  await sealAll(on.world);
  const rows = await on.rowsOf(account.secret, `audit.json?_oid=${organizationId}`);
  const from = Number(rows.at(-600)!.seq);
  const read = async (after: number, organization = organizationId) =>
    on.rowsOf(account.secret, `audit.json?_oid=${organization}&after=${after}`);
  const told = async () => (await readingsOf(account.id)).length;
  expect(await told()).toBe(1);
  await read(from);
  expect(await told()).toBe(2);
  await read(from + 1);
  expect(await told()).toBe(2);
  // Together a thousand and more.
  await read(from + 1);
  expect(await told()).toBe(3);
  await read(from);
  expect(await told()).toBe(4);
  await read(2, on.second.organizationId);
  expect(await told()).toBe(5);
  await read(0, on.second.organizationId);
  expect(await told()).toBe(6);
});

test("of many readings at once one has the event", async () => {
  const { id: tokenId } = programs[1]!;
  const { id: secretId } = await on.world.db.tokenSecret.findFirstOrThrow({ where: { tokenId } });
  const { organizationId } = on.second;
  const claim = { kind: "token", tokenId, secretId, organizationId } as const;
  const context = createTestContext(on.world.db, on.world.clock, claim);
  // Past the bound of exports that an account may have under way over HTTP.
  const read = async () => {
    const form = { format: "jsonl", marked: false } as const;
    const { pieces } = unwrap(await openExport(context, "audit", form, { after: "1" }));
    for await (const piece of pieces) expect(piece.length).toBeGreaterThan(0);
  };
  await Promise.all(Array.from({ length: 6 }, read));
  expect(await readingsOf(tokenId)).toHaveLength(1);
  const [kept] = await on.world.run('SELECT "readings" FROM "AuditReader" WHERE "tokenId" = $1', [tokenId]);
  expect(kept).toEqual({ readings: 5 });
});

test("a reading whose trace cannot be written gives nothing", async () => {
  const made = programs[2]!;
  const address = `audit.jsonl?_oid=${on.second.organizationId}&after=1`;
  await on.world.run('ALTER TABLE "AuditReader" RENAME TO "AuditReaderGone"');
  try {
    const { status, text } = await on.get(made.secret, address);
    expect(status).toBe(500);
    expect(text).not.toContain("organization.edit");
  } finally {
    await on.world.run('ALTER TABLE "AuditReaderGone" RENAME TO "AuditReader"');
  }
  expect((await on.get(made.secret, address)).status).toBe(200);
});

test("of a program that stops, the readings of its last hour are told once, when that is over; one that still polls reads nothing of it", async () => {
  const { id: tokenId, secret } = programs[3]!;
  const { organizationId } = on.second;
  const poll = follower(secret);
  const address = `&_oid=${organizationId}`;
  const close = () =>
    on.world.db.$transaction((tx) => closeFollowed.run(tx, on.world.clock.now, coveredBounds.rows));
  const told = () =>
    on.world.db.auditEvent.findMany({ where: { action: "export.follow", actorId: tokenId } });
  await sealAll(on.world);
  await poll(address);
  await plant(organizationId, 2);
  await sealAll(on.world);
  expect((await poll(address)).rows).toHaveLength(3);
  on.world.clock.advance(coveredBounds.seconds - 1);
  await close();
  expect(await told()).toEqual([]);

  on.world.clock.advance(1);
  await close();
  const { accountId } = on.world.acme;
  expect(await told()).toMatchObject([
    {
      accountId,
      actorName: "Stopped",
      targetKind: "account",
      details: { organizationId, readings: 1, rows: 3 },
    },
  ]);
  await sealAll(on.world);
  const rest = await counts();
  for (let hour = 0; hour < 3; hour++) {
    expect((await poll(address)).rows).toEqual([]);
    expect(await close()).toBe(0);
    on.world.clock.advance(coveredBounds.seconds);
  }
  expect(await counts()).toEqual(rest);
});
