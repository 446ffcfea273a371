import { expect, test } from "vitest";
import { testLogId } from "@/domain/audit/log/testing/log-rows";
import { type GivenFile, UnreadableFile } from "@/domain/audit/verify/given-file";
import { nodeVerifierCrypto } from "@/domain/audit/verify/node-crypto";
import { fileOf, manifestOf, verifyTest } from "@/domain/audit/verify/testing/export-files";
import { exportText, skipsBetween, type TestLine, testLines } from "@/domain/audit/verify/testing/log-lines";
import { handoverNote, openTestKey, signedNote, testKey } from "@/domain/audit/verify/testing/test-keys";
import { verifyArriving } from "@/domain/audit/verify/verify-arriving";
import { describeFile } from "@/domain/audit/verify/words";
import type { Manifest } from "@/domain/export/manifest";

const lines = testLines(50);
const name = "audit.jsonl";
const later = (from: number) => lines.slice(from);
const gapBefore = (from: number) =>
  skipsBetween(
    lines,
    later(from).map(({ row }) => row.seq),
  );

function manifestFile(text: string, kept: readonly TestLine[], log: Partial<Manifest["log"]> = {}) {
  const manifest = manifestOf(name, text, kept, {}, { checkpoint: signedNote(lines), ...log });
  return fileOf(`${name}.manifest.json`, manifest);
}

type Given = {
  text?: string;
  kept?: readonly TestLine[];
  log?: Partial<Manifest["log"]>;
  manifest?: GivenFile;
  file?: GivenFile;
  known?: readonly string[];
  key?: ReturnType<typeof openTestKey>;
};

function arrive({ kept = lines, log, known = [], key = testKey, ...given }: Given) {
  const text = given.text ?? exportText("jsonl", kept);
  return verifyArriving({
    file: given.file ?? fileOf(name, text, 700),
    manifest: given.manifest ?? manifestFile(exportText("jsonl", kept), kept, log),
    logId: testLogId,
    checkpoints: known.map((note, i) => fileOf(`kept ${i}`, note)),
    keys: [key.publicKey],
    crypto: nodeVerifierCrypto,
    onProgress: () => undefined,
  });
}

const unreadable = (file: string, after = ""): GivenFile => ({
  name: file,
  size: null,
  async *chunks() {
    if (after !== "") yield Buffer.from(after);
    throw new UnreadableFile("The connection to the desk broke off.");
  },
});

test("a whole log is good when its manifest comes after it, and held against every checkpoint that was kept", async () => {
  const known = [1, 7, 32, 50].map((size) => signedNote(lines.slice(0, size)));
  const { report, note } = await arrive({ known });
  expect(report).toMatchObject({
    verdict: "good",
    files: [
      { rows: 50, proof: { isWhole: true, from: 1, size: 50, compared: [1, 7, 32, 50] } },
      {},
      {},
      {},
      {},
    ],
  });
  expect(note).toBe(signedNote(lines));
});

test("a log whose beginning retention dropped is proven from any row on, and passes through kept checkpoints", async () => {
  for (const from of [1, 2, 3, 7, 16, 31, 32, 45, 48, 49]) {
    const kept = later(from);
    const log = { skips: gapBefore(from), droppedThrough: from };
    const sizes = [from, from + 1, 41, 48, 50].filter(
      (size, i, all) => size >= from && all.indexOf(size) === i,
    );
    const known = sizes.map((size) => signedNote(lines.slice(0, size)));
    const { report } = await arrive({ kept, log, known });
    expect(report.verdict, String(from)).toBe("good");
    expect(report.files[0]).toMatchObject({
      rows: 50 - from,
      proof: { from: from + 1, droppedThrough: from },
    });
  }
});

test("of a log that retention emptied, nothing is proven to be there, and nothing wrong", async () => {
  const { report } = await arrive({ kept: [], log: { skips: skipsBetween(lines, []), droppedThrough: 50 } });
  expect(report).toMatchObject({
    verdict: "unchecked",
    files: [{ problem: null, unchecked: [{ reason: "no_rows" }] }],
  });
});

test("a dropped beginning that is not the one that was sealed is found out", async () => {
  const kept = later(13);
  const [gap] = gapBefore(13);
  const changed = { ...gap!, subtrees: gap!.subtrees.toReversed() };
  const short = { ...gap!, subtrees: gap!.subtrees.slice(0, -1) };
  const other = gapBefore(14);
  for (const skips of [[], [changed], [short], other]) {
    const { report } = await arrive({ kept, log: { skips } });
    expect(report.verdict).toBe("bad");
    expect(report.files[0]!.problem).not.toBeNull();
  }
  const { report } = await arrive({ kept, log: { skips: [] } });
  expect(report.files[0]!.problem).toMatchObject({ reason: "missing", row: 1, seq: 1, to: 13 });
});

test("what is found while it arrives is what is found in the files afterwards, for rows changed in any way", async () => {
  const text = exportText("jsonl", lines);
  const rows = text.trimEnd().split("\n");
  const joined = (of: readonly string[]) => of.map((row) => `${row}\n`).join("");
  const changes = {
    edited: text.replace("Nightly sync 9", "Nightly sync 8"),
    middle: joined(rows.toSpliced(20, 3)),
    tail: joined(rows.slice(0, -2)),
    first: joined(rows.slice(4)),
    cut: text.slice(0, -30),
    twice: joined(rows.toSpliced(9, 0, rows[8]!)),
    swapped: joined(rows.with(3, rows[4]!).with(4, rows[3]!)),
    broken: text.replace('"seq":30,', '"seq":thirty,'),
    longer: exportText("jsonl", testLines(51)),
    untouched: text,
  };
  for (const [what, changed] of Object.entries(changes)) {
    const { report } = await arrive({ text: changed });
    const after = await verifyTest([fileOf(name, changed), manifestFile(text, lines)]);
    expect(report.verdict, what).toBe(after.verdict);
    const [now, then] = [report.files[0]!.problem, after.files[0]!.problem];
    expect([now?.row, now?.seq, now?.to], what).toEqual([then?.row, then?.seq, then?.to]);
    if (what !== "first") expect(now?.reason, what).toBe(then?.reason);
  }
});

test("a history of its own, in itself without fault, is not the one that the key signed nor the one that was kept", async () => {
  const [own] = testLines(51).slice(50);
  const forged = exportText("jsonl", [...lines.slice(0, 49), { ...own!, row: { ...own!.row, seq: 50 } }]);
  expect((await arrive({ text: forged.replace(/,"leafHash":"[^"]*"/g, "") })).report.verdict).toBe("bad");
  const known = [signedNote([...lines.slice(0, 20), lines[21]!])];
  const { report } = await arrive({ known });
  expect(report.files[0]!.problem).toMatchObject({ reason: "fork", seq: 1, to: 21 });
  const { report: shorter } = await arrive({
    kept: lines.slice(0, 30),
    log: { checkpoint: signedNote(lines.slice(0, 30)) },
    known: [signedNote(lines)],
  });
  expect(shorter.files[0]!.problem?.reason).toBe("rollback");
});

test("a key that was replaced is followed by the hand-over that comes last, to kept checkpoints too", async () => {
  const newKey = openTestKey();
  const log = { checkpoint: signedNote(lines, newKey), handovers: [handoverNote(testKey, newKey)] };
  const known = [signedNote(lines.slice(0, 7)), signedNote(lines.slice(0, 20), newKey)];
  for (const key of [testKey, newKey])
    expect((await arrive({ log, known, key })).report.verdict).toBe("good");
  const without = { checkpoint: signedNote(lines, newKey) };
  expect((await arrive({ log: without })).report.files[0]!.problem?.reason).toBe("wrong_key");
  const false_ = log.handovers.map((note) => note.replace(/.{8}\n$/, "AAAAAAA=\n"));
  expect((await arrive({ log: { ...log, handovers: false_ } })).report.verdict).toBe("bad");
});

test("more rows than the checkpoint signs are named", async () => {
  const { report } = await arrive({ log: { checkpoint: signedNote(lines.slice(0, 40)) } });
  expect(report.files[0]!.problem).toMatchObject({ reason: "unsealed", row: 41, seq: 41, to: 50 });
});

test("nothing is good without an end: the connection, the manifest, its checkpoint or its key is not there", async () => {
  const text = exportText("jsonl", lines);
  const cases: [Given, string, RegExp][] = [
    [{ file: unreadable(name, text.slice(0, 9_000)) }, "unchecked", /broke off/],
    [{ manifest: unreadable(`${name}.manifest.json`) }, "unchecked", /Its manifest: .*broke off/],
    [
      { manifest: manifestFile(text, lines, { logId: "0197a3c4-0000-7000-8000-000000000000" }) },
      "bad",
      /another log/,
    ],
    [{ manifest: fileOf("m", manifestOf(name, text, lines, { log: null })) }, "unchecked", /no checkpoint/],
    [
      { manifest: fileOf("m", manifestOf(name, text, lines, { what: "tokens", log: null })) },
      "bad",
      /of tokens/,
    ],
    [{ manifest: fileOf("m", "{}") }, "bad", /Its manifest/],
    [{ key: openTestKey() }, "bad", /not signed by the key/],
  ];
  for (const [given, verdict, words] of cases) {
    const { report } = await arrive(given);
    expect(report.verdict, String(words)).toBe(verdict);
    expect(describeFile(report.files[0]!).join(" ")).toMatch(words);
  }
  // A row that is wrong is wrong, also when the end never comes.
  const edited = text.replace("Nightly sync 9", "Nightly sync 8");
  const { report } = await arrive({ text: edited, manifest: unreadable("m") });
  expect(report.files[0]!.problem).toMatchObject({ reason: "edited", row: 9 });
});
