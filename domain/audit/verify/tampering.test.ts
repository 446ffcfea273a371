import { describe, expect, test } from "vitest";
import type { LogRow } from "@/domain/audit/log/log-row";
import { testRow } from "@/domain/audit/log/testing/log-rows";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import { fileOf, manifestOf, verifyTest } from "@/domain/audit/verify/testing/export-files";
import { exportText, lineOf, type TestLine, testLines } from "@/domain/audit/verify/testing/log-lines";
import { openTestKey, signedNote, testKey } from "@/domain/audit/verify/testing/test-keys";

const size = 40;
const lines = testLines(size);
const noteOf = (count: number) => fileOf(`checkpoint-${count}.txt`, signedNote(lines.slice(0, count)));

/**
 * What the verifier says of a file whose rows were tampered with, while its manifest tells what whoever did that wants it to: SHA-256
 * and count are those of the file, and the checkpoint that of the untouched log, which nobody else can sign.
 */
async function judge(
  format: RowsFormat,
  tampered: readonly TestLine[],
  outside = [noteOf(20)],
  note = signedNote(lines),
) {
  const name = `audit.${format}`;
  const text = exportText(format, tampered);
  const manifest = manifestOf(name, text, tampered, {}, { checkpoint: note });
  const report = await verifyTest([fileOf(name, text), fileOf(`${name}.manifest.json`, manifest)], outside);
  return { verdict: report.verdict, ...report.files[0]!.problem };
}
const edited = (changes: Partial<LogRow>, at = 19) =>
  lines.with(at, { ...lines[at]!, row: { ...lines[at]!.row, ...changes } });
const anew = (row: LogRow) => lineOf(row);
const lineAt = (format: RowsFormat, row: number) => (format === "jsonl" ? row : row + 1);

describe.each(["csv", "jsonl", "json"] as const)("%s", (format) => {
  test("untouched it is good", async () => {
    expect(await judge(format, lines)).toMatchObject({ verdict: "good" });
  });

  test("edit a field: each of the eighteen names its row", async () => {
    const other = "018f3c7e-9999-7000-8000-000000000009";
    const changes: Record<keyof LogRow, unknown> = {
      ...{ logId: other, seq: 99, id: other, organizationId: other, at: "2026-06-15T10:00:21.000Z" },
      ...{ sealedAt: "2026-06-15T10:00:21.000Z", actorKind: "token", actorId: other, actorName: "Mallory" },
      ...{
        action: "token.delete",
        outcome: "refused",
        targetKind: "user",
        targetId: other,
        targetName: "Other",
      },
      ...{ address: "203.0.113.8", userAgent: "curl/8", requestId: other, details: { actsAs: "Zoë" } },
    };
    expect(Object.keys(changes)).toHaveLength(18);
    for (const [name, value] of Object.entries(changes)) {
      const reason = name === "logId" ? "wrong_log" : "edited";
      expect(await judge(format, edited({ [name]: value } as Partial<LogRow>)), name).toMatchObject({
        verdict: "bad",
        ...{ reason, row: 20, line: lineAt(format, 20), seq: 20 },
      });
    }
  });

  test("edit a field that may be none: emptied, it is edited too", async () => {
    for (const name of ["actorId", "targetName", "address", "userAgent", "requestId"] as const)
      expect(await judge(format, edited({ [name]: null })), name).toMatchObject({
        reason: "edited",
        row: 20,
      });
  });

  test("edit a field and compute its hash anew: altered, after the last checkpoint that holds", async () => {
    const forged = lines.with(29, anew(testRow(30, { actorName: "Mallory" })));
    expect(await judge(format, forged)).toMatchObject({
      verdict: "bad",
      reason: "altered",
      seq: 21,
      to: size,
    });
  });

  test("delete from the middle: the first number that is missing, and where", async () => {
    expect(await judge(format, lines.toSpliced(9, 3))).toMatchObject({
      ...{ verdict: "bad", reason: "missing", row: 10, line: lineAt(format, 10), seq: 10, to: 12 },
    });
  });

  test("delete from the middle and renumber: the same", async () => {
    const renumbered = lines
      .toSpliced(9, 1)
      .map((line, i) => (i < 9 ? line : { ...line, row: { ...line.row, seq: i + 1 } }));
    expect(await judge(format, renumbered)).toMatchObject({
      verdict: "bad",
      reason: "missing",
      row: 10,
      seq: 10,
    });
  });

  test("delete the tail: truncated, from the first number that is not there", async () => {
    expect(await judge(format, lines.slice(0, 35))).toMatchObject({
      ...{ verdict: "bad", reason: "truncated", row: 36, seq: 36, to: size },
    });
  });

  test("truncate all after a checkpoint, with that checkpoint: caught by a later one from outside", async () => {
    const kept = lines.slice(0, 20);
    const found = await judge(format, kept, [noteOf(size)], signedNote(kept));
    expect(found).toMatchObject({ verdict: "bad", reason: "rollback", seq: 21, to: size });
  });

  test("reorder: the first row that stands elsewhere", async () => {
    const moved = lines.toSpliced(10, 1).toSpliced(11, 0, lines[10]!);
    expect(await judge(format, moved)).toMatchObject({
      verdict: "bad",
      reason: "reordered",
      row: 11,
      seq: 12,
    });
    expect(await judge(format, lines.toReversed())).toMatchObject({
      verdict: "bad",
      reason: "reordered",
      row: 1,
    });
  });

  test("duplicate: the second one", async () => {
    expect(await judge(format, lines.toSpliced(8, 0, lines[7]!))).toMatchObject({
      ...{ verdict: "bad", reason: "duplicated", row: 9, line: lineAt(format, 9), seq: 8 },
    });
  });

  test("insert: under a number that is taken, and after the end", async () => {
    const forged = anew(testRow(8, { actorName: "Mallory" }));
    expect(await judge(format, lines.toSpliced(8, 0, forged))).toMatchObject({
      verdict: "bad",
      reason: "inserted",
      row: 9,
    });
    expect(await judge(format, [...lines, anew(testRow(size + 1))])).toMatchObject({
      ...{ verdict: "bad", reason: "unsealed", row: size + 1, seq: size + 1 },
    });
  });

  test("back-date: the row is named", async () => {
    const earlier = { at: "2026-01-01T00:00:00.000Z", sealedAt: "2026-01-01T00:00:00.500Z" };
    expect(await judge(format, edited(earlier, 6))).toMatchObject({
      verdict: "bad",
      reason: "edited",
      row: 7,
      seq: 7,
    });
  });

  test("swap the tenant: another account's row, also under this log's id, and another organization's", async () => {
    const logId = "018f3c7e-9999-7000-8000-000000000009";
    const foreign = anew({ ...testRow(12), logId });
    expect(await judge(format, lines.with(11, foreign))).toMatchObject({
      verdict: "bad",
      reason: "wrong_log",
      row: 12,
    });
    const ours = { ...foreign, row: testRow(12, { organizationId: logId }) };
    expect(await judge(format, lines.with(11, ours))).toMatchObject({
      verdict: "bad",
      reason: "edited",
      row: 12,
    });
  });

  test("recompute the whole log and sign it again: caught by a checkpoint from outside, and by nothing else", async () => {
    const rewritten = lines.map(({ row }) => anew(row.seq === 20 ? { ...row, actorName: "Mallory" } : row));
    expect(await judge(format, rewritten, [], signedNote(rewritten))).toMatchObject({ verdict: "good" });
    const found = await judge(format, rewritten, [noteOf(10), noteOf(30)], signedNote(rewritten));
    expect(found).toMatchObject({ verdict: "bad", reason: "fork", seq: 11, to: 30 });
  });

  test("fork: two signed checkpoints of one size", async () => {
    const rewritten = lines.map(({ row }) => anew(row.seq === 3 ? { ...row, outcome: "refused" } : row));
    expect(await judge(format, rewritten, [noteOf(size)], signedNote(rewritten))).toMatchObject({
      ...{ verdict: "bad", reason: "fork", to: size },
    });
  });

  test("swap the key: the checkpoint is not signed by the key given", async () => {
    const note = signedNote(lines, openTestKey());
    expect(await judge(format, lines, [], note)).toMatchObject({ verdict: "bad", reason: "wrong_key" });
    const forged = signedNote(lines).replace(`\n${size}\n`, `\n${size - 1}\n`);
    expect(await judge(format, lines, [], forged)).toMatchObject({ verdict: "bad", reason: "bad_signature" });
  });

  test("roll a checkpoint back: its size is less than one that is known", async () => {
    const note = signedNote(lines.slice(0, 30));
    expect(await judge(format, lines.slice(0, 30), [noteOf(20), noteOf(size)], note)).toMatchObject({
      ...{ verdict: "bad", reason: "rollback", seq: 31, to: size },
    });
    expect(await judge(format, lines, [], note)).toMatchObject({
      verdict: "bad",
      reason: "unsealed",
      row: 31,
    });
  });

  test("restore an old backup, and let it grow on: a fork from the checkpoints of before", async () => {
    const grown = lines.map(({ row }) => anew(row.seq <= 25 ? row : { ...row, outcome: "refused" }));
    expect(await judge(format, grown, [noteOf(20), noteOf(30)], signedNote(grown))).toMatchObject({
      ...{ verdict: "bad", reason: "fork", seq: 21, to: 30 },
    });
  });
});

test("a key that was swapped in the manifest is worth nothing: only the one given counts", async () => {
  const mallory = openTestKey();
  const text = exportText("csv", lines);
  const manifest = manifestOf("audit.csv", text, lines, {}, { checkpoint: signedNote(lines, mallory) });
  const files = [fileOf("audit.csv", text), fileOf("audit.csv.manifest.json", manifest)];
  expect((await verifyTest(files, [], testKey)).files[0]?.problem?.reason).toBe("wrong_key");
  expect((await verifyTest(files, [], mallory)).verdict).toBe("good");
});

test("a whole log of another account under this account's manifest is another log", async () => {
  const text = exportText("csv", lines);
  const account = { id: "018f3c7e-9999-7000-8000-000000000009", name: "Acme" };
  const manifest = manifestOf("audit.csv", text, lines, { account });
  const report = await verifyTest([fileOf("audit.csv", text), fileOf("audit.csv.manifest.json", manifest)]);
  expect(report.files[0]).toMatchObject({ verdict: "bad", problem: { reason: "wrong_log" } });
});
