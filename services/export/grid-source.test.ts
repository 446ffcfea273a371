import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { unguardCell } from "@/domain/text/csv-cell";
import { takeExport } from "@/services/testing/exports";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { makeToken, makeTokenInState, noteUse } from "@/services/testing/tokens";

const desk = openTenantPerTest();

async function exported(filter: Record<string, unknown> = {}): Promise<string> {
  return (await takeExport(desk.tenant.auditor.context, { what: "tokens", format: "csv", filter })).text;
}

test("the header, the columns of the grid and UTC times, every field quoted, lines ended by CRLF", async () => {
  const token = await makeToken(desk.tenant, {
    name: 'The "sync", nightly',
    notes: "two\nlines",
    expiresAt: new Date("2027-01-01T00:00:00Z"),
  });
  await noteUse(desk.world, token.id);
  const text = await exported();
  expect(text.split("\r\n")[0]).toBe(
    '"Token name","Notes","API template user (acts as)","Type","Organization","Token","Status","Created by","Created date (UTC)","Last used (UTC)","Last address","Expires (UTC)","Id","Changed (UTC)","Deleted (UTC)","Deleted by"',
  );
  expect(text.endsWith('"\r\n')).toBe(true);
  const [, row] = parse(text, { record_delimiter: "\r\n" });
  expect(row).toEqual([
    'The "sync", nightly',
    "two\nlines",
    desk.tenant.templateUserName,
    "Impersonation",
    "",
    `IK_…${token.secret.slice(-4)}`,
    "active",
    desk.tenant.administrator.name,
    "2026-06-15T10:30:00.000Z",
    "2026-06-15T10:30:00.000Z",
    "10.0.0.4",
    "2027-01-01T00:00:00.000Z",
    token.id,
    "2026-06-15T10:30:00.000Z",
    "",
    "",
  ]);
  expect(text).not.toContain(token.secret.slice(12, -4));
});

test("names that are formulas are quoted for spreadsheets", async () => {
  for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"]) await makeToken(desk.tenant, { name });
  const rows = parse(await exported(), { record_delimiter: "\r\n" }) as string[][];
  expect(rows.slice(1).map((row) => row[0])).toEqual(["'＝1", "'@SUM(A1)", "'-1", "'+1", "'=1+1"]);
});

test("it holds the whole filter of this account only, and its event says how many and which", async () => {
  await makeToken(desk.tenant, { name: "kept" });
  await makeTokenInState(desk.world, desk.tenant, "disabled", { name: "off" });
  await makeToken(desk.world.other, { name: "foreign" });
  const text = await exported({ status: ["active"], page: 7, pageSize: 25 });
  expect(parse(text, { record_delimiter: "\r\n" }).length).toBe(2);
  const event = await desk.world.db.auditEvent.findFirstOrThrow({
    where: { accountId: desk.tenant.accountId, action: "token.export" },
  });
  expect(event).toMatchObject({
    actorId: desk.tenant.auditor.userId,
    details: { count: 1, filters: { status: ["active"] } },
  });
});

test("a token in the filter is not in the event", async () => {
  const token = await makeToken(desk.tenant);
  const text = await exported({ q: token.secret });
  expect(text).toContain(token.id);
  const event = await desk.world.db.auditEvent.findFirstOrThrow({
    where: { accountId: desk.tenant.accountId, action: "token.export" },
  });
  expect(JSON.stringify(event)).not.toContain(token.secret.slice(3));
});

test("nothing matches: the header alone", async () => {
  expect((await exported()).split("\r\n")).toHaveLength(2);
});

test("names and notes of any kind come back from a parser as they were, less the one quote that guards them", async () => {
  const names = ["=1+1", "＝HYPERLINK(1)", "-2", "'quoted", 'a","=1', "Δ 漢字 🇩🇪 👩‍💻", "مرحبا", "a;=1"];
  const notes = ["@SUM(A1)\n=2", 'x,"y"\n\n-z', "'", "\u00a0+1"];
  for (const [i, name] of names.entries())
    await makeToken(desk.tenant, { name, notes: notes[i % notes.length]! });
  const back = (parse(await exported(), { record_delimiter: "\r\n" }) as string[][])
    .slice(1)
    .map(([name, note]) => [unguardCell(name!), unguardCell(note!)]);
  const kept = await desk.world.db.token.findMany({
    where: { accountId: desk.tenant.accountId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  expect(kept).toHaveLength(names.length);
  expect(back).toEqual(kept.map((token) => [token.name, token.notes]));
});

test("JSON and JSON Lines hold the same tokens under the API's names, with the status that the rule of statuses gives", async () => {
  const states = ["active", "disabled", "expired", "deleted"] as const;
  const statuses = [...states, "not_yet_valid"];
  const wanted = new Map<string, string>();
  for (const state of states)
    wanted.set((await makeTokenInState(desk.world, desk.tenant, state, { name: state })).id, state);
  const ask = { what: "tokens", filter: { status: statuses } } as const;
  const later = await makeToken(desk.tenant, { name: "Later" });
  const notBefore = new Date(desk.world.clock.now.getTime() + 3_600_000);
  await desk.world.db.token.update({ where: { id: later.id }, data: { notBefore } });
  wanted.set(later.id, "not_yet_valid");
  const { auditor } = desk.tenant;
  const rows = JSON.parse((await takeExport(auditor.context, { ...ask, format: "json" })).text);
  const lines = (await takeExport(auditor.context, { ...ask, format: "jsonl" })).text
    .split("\n")
    .slice(0, -1);
  expect(lines.map((line) => JSON.parse(line))).toEqual(rows);
  expect(new Map(rows.map((row: { id: string; status: string }) => [row.id, row.status]))).toEqual(wanted);
  expect(rows.at(-1)).toMatchObject({
    type: "impersonation",
    actsAsName: desk.tenant.templateUserName,
    totalUses: 0,
  });
});
