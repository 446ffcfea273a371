import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { testLogId } from "@/domain/audit/log/testing/log-rows";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";
import { fileOf, manifestOf, verifyTest } from "@/domain/audit/verify/testing/export-files";
import {
  consistencyOf,
  exportText,
  lineOf,
  skipsBetween,
  type TestLine,
  testLines,
} from "@/domain/audit/verify/testing/log-lines";
import { openTestKey, signedNote, testKey } from "@/domain/audit/verify/testing/test-keys";
import { describeFile } from "@/domain/audit/verify/words";
import type { Manifest } from "@/domain/export/manifest";

const lines = testLines(50);
const sha256Of = (text: string) => createHash("sha256").update(text).digest("hex");
const formats: readonly RowsFormat[] = ["csv", "json", "jsonl"];
const withManifest = (
  name: string,
  kept: readonly TestLine[],
  log: Partial<NonNullable<Manifest["log"]>> = {},
) => {
  const text = exportText(name.split(".").at(-1) as RowsFormat, kept);
  const manifest = manifestOf(name, text, kept, {}, { checkpoint: signedNote(lines), ...log });
  return [fileOf(name, text), fileOf(`${name}.manifest.json`, manifest)];
};
const filtered = (name: string, kept: readonly number[], log: readonly TestLine[] = lines) =>
  withManifest(
    name,
    kept.map((seq) => lines[seq - 1]!),
    { skips: skipsBetween(log, kept), checkpoint: signedNote(log) },
  );

test.each(formats)(
  "%s: an untouched export of a whole log is good, in pieces of any size",
  async (format) => {
    for (const piece of [7, 1_000, 1_000_000]) {
      const [file, manifest] = withManifest(`audit.${format}`, lines);
      const whole = exportText(format, lines);
      const report = await verifyTest([fileOf(file!.name, whole, piece), manifest!]);
      expect(report).toMatchObject({
        verdict: "good",
        files: [{ rows: 50, proof: { isWhole: true, size: 50 } }],
      });
    }
  },
);

test("a filtered export proves each of its rows, and is never said to be whole", async () => {
  for (const format of formats) {
    const report = await verifyTest(filtered(`audit.${format}`, [3, 4, 17, 44]));
    expect(report).toMatchObject({
      verdict: "good",
      files: [{ rows: 4, proof: { isWhole: false, from: null } }],
    });
    expect(describeFile(report.files[0]!).join(" ")).toContain(
      "Whether the filter left rows out is not proven.",
    );
  }
});

test("a filtered export with a row edited, left out, put in, doubled, moved or cut off is bad at that row", async () => {
  const kept = [3, 4, 17, 44];
  const skips = skipsBetween(lines, kept);
  const of = (seqs: readonly number[]) => seqs.map((seq) => lines[seq - 1]!);
  const judge = async (rows: readonly TestLine[]) =>
    (await verifyTest(withManifest("a.csv", rows, { skips }))).files[0]?.problem;
  const forged = { ...lines[16]!, row: { ...lines[16]!.row, actorName: "Mallory" } };
  expect(await judge(of(kept).with(2, forged))).toMatchObject({ reason: "edited", row: 3, line: 4, seq: 17 });
  expect(await judge(of([3, 17, 44]))).toMatchObject({ reason: "missing", row: 2, seq: 4 });
  expect(await judge(of([4, 17, 44]))).toMatchObject({ reason: "missing", row: 1, seq: 3 });
  expect(await judge(of([3, 4, 17]))).toMatchObject({ reason: "truncated", row: 4, seq: 44 });
  expect(await judge(of([3, 4, 5, 17, 44]))).toMatchObject({ reason: "inserted", row: 3, seq: 5 });
  expect(await judge(of([3, 4, 4, 17, 44]))).toMatchObject({ reason: "duplicated", row: 3, seq: 4 });
  expect(await judge(of([4, 3, 17, 44]))).not.toBeNull();
  expect(await judge([])).not.toBeNull();
});

test("an export without its beginning, as after the end of retention, tells from where on it is whole", async () => {
  const kept = Array.from({ length: 30 }, (_, i) => i + 21);
  const report = await verifyTest(filtered("audit.csv", kept));
  expect(report).toMatchObject({ verdict: "good", files: [{ proof: { isWhole: false, from: 21 } }] });
  expect(describeFile(report.files[0]!)[0]).toContain("from 21 to 50");
  expect(describeFile(report.files[0]!)[0]).toContain("why, is not proven");
  const rows = kept.map((seq) => lines[seq - 1]!);
  const told = await verifyTest(
    withManifest("audit.csv", rows, { skips: skipsBetween(lines, kept), droppedThrough: 20 }),
  );
  expect(describeFile(told.files[0]!)[0]).toContain("dropped by retention");
});

test("gaps in a file of their own are read beside the rows; without that file nothing is good", async () => {
  const kept = [2, 9, 10, 31];
  const skips = skipsBetween(lines, kept);
  const text = skips.map((skip) => `${JSON.stringify(skip)}\n`).join("");
  const named = {
    file: "audit.skips.jsonl",
    count: skips.length,
    bytes: text.length,
    sha256: sha256Of(text),
  };
  const files = withManifest(
    "audit.jsonl",
    kept.map((seq) => lines[seq - 1]!),
    { skips: named },
  );
  for (const piece of [5, 100_000])
    expect((await verifyTest([...files, fileOf("audit.skips.jsonl", text, piece)])).verdict).toBe("good");
  expect((await verifyTest(files)).files[0]).toMatchObject({ unchecked: [{ reason: "no_gaps_file" }] });
  for (const bad of [
    text.slice(0, -3),
    text.replace('"before":9', '"before":8'),
    text.split("\n").slice(1).join("\n"),
    '{"before":1}\n',
  ])
    expect((await verifyTest([...files, fileOf("audit.skips.jsonl", bad)])).verdict).toBe("bad");
});

test("gaps after the end of the log are malformed, and a file of gaps that is not the one that was written is told of", async () => {
  const kept = [2, 9, 10, 31];
  const rows = kept.map((seq) => lines[seq - 1]!);
  const skips = skipsBetween(lines, kept);
  const again = [...skips, skips.at(-1)!];
  expect((await verifyTest(withManifest("a.jsonl", rows, { skips: again }))).files).toMatchObject([
    { verdict: "bad", problem: { reason: "malformed", row: null } },
  ]);
  const textOf = (gaps: typeof skips) => gaps.map((skip) => `${JSON.stringify(skip)}\n`).join("");
  const [whole, other] = [textOf(skips), textOf(skips).replaceAll("],[", "], [")];
  const judge = async (text: string, told: object) => {
    const named = {
      file: "a.skips.jsonl",
      count: skips.length,
      bytes: whole.length,
      sha256: sha256Of(whole),
    };
    const files = withManifest("a.jsonl", rows, { skips: { ...named, ...told } });
    return (await verifyTest([...files, fileOf("a.skips.jsonl", text, 50)])).files[0]?.problem?.reason;
  };
  expect(await judge(whole, {})).toBeUndefined();
  expect(await judge(textOf(again), {})).toBe("malformed");
  expect(other.length).toBeGreaterThan(whole.length);
  expect(await judge(other, {})).toBe("not_as_exported");
  expect(await judge(other, { bytes: other.length })).toBe("not_as_exported");
  expect(await judge(other, { bytes: other.length, sha256: sha256Of(other) })).toBeUndefined();
  expect(await judge(whole, { count: 2 })).toBe("not_as_exported");
});

test("rows without inclusion data are not good", async () => {
  const report = await verifyTest(withManifest("audit.csv", [lines[4]!], { skips: null }));
  expect(report.files[0]).toMatchObject({ verdict: "unchecked", unchecked: [{ reason: "no_inclusion" }] });
});

test("an earlier export is the beginning of a later one, in any formats and any order", async () => {
  const early = lines.slice(0, 20);
  const files = [
    ...withManifest("late.csv", lines),
    ...withManifest("early.jsonl", early, { checkpoint: signedNote(early) }),
  ];
  for (const given of [files, files.toReversed()]) {
    const report = await verifyTest(given);
    expect(report.verdict).toBe("good");
    expect(report.files.find(({ file }) => file === "late.csv")?.proof?.compared).toEqual([20]);
  }
});

test("an earlier export of another history is a fork, of which the later one tells", async () => {
  const other = testLines(20).map((line) => ({
    ...line,
    leafHash: null,
    row: { ...line.row, outcome: "refused" },
  }));
  const report = await verifyTest([
    ...withManifest("late.csv", lines),
    ...withManifest("early.csv", other, { checkpoint: signedNote(other) }),
  ]);
  expect(report.files.find(({ file }) => file === "late.csv")?.problem).toMatchObject({
    reason: "fork",
    seq: 1,
    to: 20,
  });
});

test("a later export that is filtered is held against an earlier one by a consistency proof, or not compared", async () => {
  const early = lines.slice(0, 20);
  const earlier = { checkpoint: signedNote(early), consistency: consistencyOf(lines, 20) };
  const older = withManifest("early.csv", early, { checkpoint: signedNote(early) });
  const kept = [3, 30];
  const late = (log: object) =>
    withManifest(
      "late.csv",
      kept.map((seq) => lines[seq - 1]!),
      { skips: skipsBetween(lines, kept), ...log },
    );
  expect((await verifyTest([...older, ...late({ earlier: [earlier] })])).verdict).toBe("good");
  expect((await verifyTest([...older, ...late({})])).files).toMatchObject([
    { verdict: "good" },
    { verdict: "unchecked", unchecked: [{ reason: "not_compared", sizes: [20] }] },
  ]);
  const others = early.with(4, lineOf({ ...early[4]!.row, outcome: "refused" }));
  const outside = [fileOf("kept.txt", signedNote(others))];
  expect((await verifyTest(late({ earlier: [earlier] }), outside)).files).toMatchObject([
    { problem: { reason: "fork", row: null, seq: 1, to: 20, isExact: false } },
    { file: "kept.txt" },
  ]);
  const wrong = { ...earlier, consistency: earlier.consistency.toReversed() };
  expect((await verifyTest(late({ earlier: [wrong] }))).files[0]).toMatchObject({
    problem: { reason: "fork" },
  });
});

test("checkpoints from outside are good when an export agrees; another log's and a stranger's are not passed over", async () => {
  const files = withManifest("audit.csv", lines);
  const note = (count: number) => fileOf(`note-${count}.txt`, signedNote(lines.slice(0, count)));
  expect((await verifyTest(files, [note(1), note(32), note(50)])).verdict).toBe("good");
  // Without a manifest, they are what the file is held against.
  expect((await verifyTest([files[0]!], [note(50)])).verdict).toBe("good");
  expect((await verifyTest([files[0]!], [note(30)])).files[0]).toMatchObject({ verdict: "unchecked" });
  const foreign = fileOf("foreign.txt", signedNote(lines, undefined, "018f3c7e-9999-7000-8000-000000000009"));
  expect((await verifyTest(files, [foreign])).verdict).toBe("unchecked");
  expect((await verifyTest(files, [fileOf("other.txt", signedNote(lines, openTestKey()))])).verdict).toBe(
    "bad",
  );
  expect((await verifyTest(files, [fileOf("none.txt", "hello\n")])).verdict).toBe("bad");
});

test("exports of tokens, usage and reviews: number and SHA-256, and said to be no more than that", async () => {
  const text = '"id","name"\r\n"1","A"\r\n"2","B"\r\n';
  const given = (content: string, changes: Partial<Manifest> = {}) => {
    const manifest = manifestOf("tokens.csv", text, [], { what: "tokens", rows: 2, log: null, ...changes });
    return verifyTest([fileOf("tokens.csv", content), fileOf("tokens.csv.manifest.json", manifest)]);
  };
  const report = await given(text);
  expect(report).toMatchObject({ verdict: "good", files: [{ rows: 2, proof: null }] });
  expect(describeFile(report.files[0]!).join(" ")).toContain("no more than that");
  expect((await given(text.replace('"B"', '"C"'))).files[0]).toMatchObject({
    problem: { reason: "not_as_exported" },
  });
  expect((await given(text.slice(0, -9))).files[0]).toMatchObject({ problem: { reason: "not_as_exported" } });
  expect((await given(text, { rows: 3 })).verdict).toBe("bad");
});

test("files that a browser renamed find their manifest by its size", async () => {
  const [file, manifest] = withManifest("audit.csv", lines);
  const renamed = [
    { ...file!, name: "audit (1).csv" },
    { ...manifest!, name: "audit.csv.manifest (1).json" },
  ];
  expect((await verifyTest([...renamed, ...withManifest("other.jsonl", lines)])).verdict).toBe("good");
});

test("checkpoints as the desk sends them on, a line each, of all logs, are read as a file", async () => {
  const files = withManifest("audit.csv", lines);
  const line = (count: number, logId = testLogId, key = testKey) =>
    `${JSON.stringify({ event: "keydesk.audit.checkpoint", number: count, previous: 0, logId, size: count, note: signedNote(lines.slice(0, count), key, logId) })}\n`;
  const other = "018f3c7e-9999-7000-8000-000000000009";
  const judge = (text: string) => verifyTest([...files, fileOf("checkpoints.jsonl", text)]);
  const report = await judge(line(3) + line(9, other) + line(20) + line(50));
  expect(report).toMatchObject({
    verdict: "good",
    files: [{ proof: { compared: [3, 20, 50] } }, { what: "checkpoint" }],
  });
  expect((await judge(line(9, other))).verdict).toBe("unchecked");
  expect((await judge(line(3) + line(20, testLogId, openTestKey()))).files[1]?.problem).toMatchObject({
    reason: "wrong_key",
    detail: "Line 2.",
  });
  expect((await judge(`${line(3)}{}\n`)).verdict).toBe("bad");
  const rewritten = lines.map(({ row }) => lineOf({ ...row, outcome: "refused" }));
  const forked = line(20).replace(
    /"note":.*/,
    `"note":${JSON.stringify(signedNote(rewritten.slice(0, 20)))}}`,
  );
  expect((await judge(forked)).files[0]?.problem).toMatchObject({ reason: "fork", to: 20 });
});
