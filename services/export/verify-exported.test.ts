import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { isWholeLog, leafOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { openFileRows, type RowsFormat } from "@/domain/audit/verify/file-rows";
import type { GivenFile } from "@/domain/audit/verify/given-file";
import { openJsonSpans } from "@/domain/audit/verify/json-spans";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { readPublicKeys } from "@/domain/audit/verify/public-keys";
import { openSpanWriter } from "@/domain/audit/verify/row-spans";
import { fileOf } from "@/domain/audit/verify/testing/export-files";
import { verifyFiles } from "@/domain/audit/verify/verify-files";
import { currentCheckpoint } from "@/services/audit/log/current-checkpoint";
import { logPublicKeys } from "@/services/audit/log/public-keys";
import { plantEvents, sealAll, tamper } from "@/services/testing/audit-log";
import { takeExport } from "@/services/testing/exports";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  await makeToken(world.acme, { name: '=Nightly "sync" –  Zoë 😀' });
  await plantEvents(world, world.acme.accountId, 300);
});
beforeEach(() => sealAll(world));
afterAll(() => world.close());

/** An export as files of somebody who does not trust us, and the checkpoint that left the building on that day. */
async function take(format: RowsFormat, filter: Record<string, unknown> = {}, name = "audit") {
  await sealAll(world);
  const { auditor, accountId } = world.acme;
  const taken = await takeExport(auditor.context, { what: "audit", format, filter });
  const checkpoint = await currentCheckpoint(auditor.context, accountId, { now: world.clock.now });
  const file = `${name}.${format}`;
  return {
    ...taken,
    files: [fileOf(file, taken.bytes), fileOf(`${file}.manifest.json`, taken.manifest)],
    note: fileOf(`${name}.checkpoint.txt`, checkpoint!.note),
  };
}

async function verify(files: readonly GivenFile[], checkpoints: readonly GivenFile[] = []) {
  const pems = (await logPublicKeys(world.acme.auditor.context, world.acme.accountId)).map(({ pem }) => pem);
  const keys = readPublicKeys(pems.join("\n"), nodeVerifierCrypto.sha256);
  if (typeof keys === "string") throw new Error(keys);
  const findBeside = async () => null;
  return verifyFiles({
    files,
    checkpoints,
    keys,
    crypto: nodeVerifierCrypto,
    findBeside,
    onProgress: () => undefined,
  });
}

test("what the desk exports is good in every format, and each is the beginning of the next", async () => {
  const exports = [
    await take("csv", {}, "one"),
    await take("jsonl", {}, "two"),
    await take("json", {}, "three"),
  ];
  const report = await verify(
    exports.flatMap(({ files }) => files),
    exports.map(({ note }) => note),
  );
  expect(report.files.filter(({ verdict }) => verdict !== "good")).toEqual([]);
  expect(report.verdict).toBe("good");
  const sizes = report.files.flatMap(({ proof }) => (proof ? [proof.size] : []));
  expect(new Set(sizes).size).toBe(3);
  expect(report.files[2]?.proof).toMatchObject({
    isWhole: true,
    compared: expect.arrayContaining(sizes.slice(0, 2)),
  });
});

test("a second verifier, which shares no code with ours, finds the exported file whole by the format's page alone", async () => {
  const { text, manifest } = await take("jsonl");
  const rows = text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  for (const row of rows) {
    expect(row.leafHash).toBe(leafOf(row).toString("base64"));
    delete row.leafHash;
  }
  const [key] = await logPublicKeys(world.acme.auditor.context, world.acme.accountId);
  const note = Buffer.from(manifest.log!.checkpoint);
  expect(isWholeLog(rows, note, key!.pem)).toBe(true);
  expect(isWholeLog(rows.with(7, { ...rows[7], outcome: "refused" }), note, key!.pem)).toBe(false);
});

test("a filtered export proves each of its rows, and is held against earlier exports", async () => {
  for (const format of ["csv", "jsonl", "json"] as const) {
    const before = await take("csv", {}, "before");
    const { files, manifest } = await take(format, { actor: world.acme.auditor.userId }, "filtered");
    expect(manifest.log?.skips).not.toEqual([]);
    const report = await verify([...files, ...before.files]);
    expect(report.files[0]).toMatchObject({
      verdict: "good",
      proof: { isWhole: false },
      rows: manifest.rows,
    });
    expect(report.verdict).toBe("good");
  }
});

test("rows as PostgreSQL writes them go the quick way", async () => {
  const { text } = await take("jsonl", { actor: world.acme.auditor.userId });
  const bytes = Buffer.from(text);
  const rows = openFileRows("jsonl");
  rows.push(bytes);
  const write = openSpanWriter(world.acme.accountId);
  const spansOf = openJsonSpans(Object.keys(JSON.parse(text.slice(0, text.indexOf("\n")))))!;
  let [quick, all] = [0, 0];
  for (let record = rows.next(); record !== null; record = rows.next(), all++) {
    const spans = spansOf(record.bytes, record.start, record.end);
    if (spans !== null && write(spans) !== null) quick++;
  }
  expect(all).toBeGreaterThan(3);
  expect(quick).toBe(all);
});

test("exports of tokens and usage fit their manifests", async () => {
  for (const what of ["tokens", "usage"] as const) {
    const { bytes, manifest } = await takeExport(world.acme.auditor.context, { what, format: "csv" });
    const report = await verify([fileOf("x.csv", bytes), fileOf("x.csv.manifest.json", manifest)]);
    expect(report.files[0]).toMatchObject({ verdict: "good", proof: null, what });
  }
});

test("who edits the database is found in the next export, at the row", async () => {
  const { accountId } = world.acme;
  const where = `"id" = (SELECT "eventId" FROM "AuditLeaf" WHERE "logId" = '${accountId}' AND "seq" = 100)`;
  const [before] = (await world.run(`SELECT "actorName" FROM "AuditEvent" WHERE ${where}`)) as {
    actorName: string;
  }[];
  const outside = (await take("csv", {}, "outside")).note;
  await tamper(world, `UPDATE "AuditEvent" SET "actorName" = 'Mallory' WHERE ${where}`);
  for (const format of ["csv", "jsonl"] as const) {
    const { files } = await take(format);
    expect((await verify(files, [outside])).files[0]).toMatchObject({
      ...{ verdict: "bad", problem: { reason: "edited", row: 100, seq: 100, isExact: true } },
    });
  }
  await tamper(world, `UPDATE "AuditEvent" SET "actorName" = $1 WHERE ${where}`, [before!.actorName]);
  const { files } = await take("jsonl");
  expect((await verify(files, [outside])).verdict).toBe("good");
});

test("a row cut out of an exported file: its number is missing", async () => {
  const { files, text } = await take("csv");
  const records = text.split("\r\n");
  const seq = records.findIndex((line) => line.startsWith('"150"'));
  const cut = fileOf("audit.csv", [...records.slice(0, seq), ...records.slice(seq + 1)].join("\r\n"));
  expect((await verify([cut, files[1]!])).files[0]).toMatchObject({
    ...{ verdict: "bad", problem: { reason: "missing", row: 150, line: 151, seq: 150 } },
  });
});

// The last one: nothing is sealed after it.
test("a log whose newest events are gone from the database is exported up to its end, and no verifier calls that good", async () => {
  const { auditor, accountId } = world.acme;
  const { note, manifest } = await take("jsonl");
  await tamper(world, 'DELETE FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" > $2', [accountId, 280]);
  for (const [filter, reason] of [
    [{}, "truncated"],
    [{ q: "Nightly" }, "missing"],
  ] as const) {
    const taken = await takeExport(auditor.context, { what: "audit", format: "jsonl", filter });
    expect(taken.manifest.rows).toBeLessThan(manifest.rows);
    const files = [fileOf("audit.jsonl", taken.bytes), fileOf("audit.jsonl.manifest.json", taken.manifest)];
    expect((await verify(files, [note])).files[0]).toMatchObject({
      verdict: "bad",
      problem: { reason },
    });
  }
});
