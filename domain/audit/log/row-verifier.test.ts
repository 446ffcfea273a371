import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { originOf, signCheckpoint } from "@/domain/audit/log/checkpoint";
import { openFrontier } from "@/domain/audit/log/frontier";
import type { LogRow } from "@/domain/audit/log/log-row";
import { nodeSha256, readEd25519Key, signEd25519 } from "@/domain/audit/log/node-crypto";
import { openRowVerifier } from "@/domain/audit/log/row-verifier";
import { testLogId, testRow } from "@/domain/audit/log/testing/log-rows";
import { isWholeLog, leafOf, rootOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";
import { rangeRoot, subtreesOf } from "@/domain/audit/log/tree-ranges";

const hasher = treeHasherOf(nodeSha256);
const size = 50;
type Line = { readonly row: unknown; readonly leaf: Uint8Array | null };
const lineOf = (row: LogRow): Line => ({ row, leaf: leafOf(row) });
const rows = Array.from({ length: size }, (_, i) => testRow(i + 1));
const lines = rows.map(lineOf);
const head = (of: readonly LogRow[]) => ({ size: of.length, root: rootOf(of.map(leafOf)) });
const checkpoint = { logId: testLogId, ...head(rows) };
const without = (given: readonly Line[]) => given.map(({ row }) => ({ row, leaf: null }));

function check(
  given: readonly Line[],
  against = checkpoint,
  known = [] as { size: number; root: Uint8Array }[],
) {
  const verifier = openRowVerifier(hasher, against, known);
  for (const { row, leaf } of given) verifier.row(row, leaf);
  return verifier.finish();
}
const bad = (reason: string, row: number | null, seq: number, to = seq, isExact = true) => ({
  ok: false,
  problem: { reason, row, seq, to },
  isExact,
});
const edit = (line: Line, changes: Partial<LogRow>): Line => ({
  ...line,
  row: { ...(line.row as LogRow), ...changes },
});
const moved = (from: number, to: number) => {
  const others = lines.toSpliced(from, 1);
  return others.toSpliced(to, 0, lines[from]!);
};

test("an untouched log is as it was sealed, with and without leaf hashes in the file", () => {
  expect(check(lines)).toEqual({ ok: true, rows: size, unchecked: [] });
  expect(check(without(lines))).toEqual({ ok: true, rows: size, unchecked: [] });
  expect(check([], { logId: testLogId, ...head([]) })).toEqual({ ok: true, rows: 0, unchecked: [] });
});

test("every single field that is edited names its row", () => {
  for (const name of Object.keys(rows[0]!) as (keyof LogRow)[]) {
    if (name === "seq" || name === "logId") continue;
    const value = name === "details" ? {} : String(rows[19]![name]).replace(/[0-8]|[a-y]$/, "9");
    expect(check(lines.with(19, edit(lines[19]!, { [name]: value }))), name).toEqual(bad("edited", 20, 20));
  }
});

test("back-dated: the row is named", () => {
  const changed = { at: "2026-01-01T00:00:00.000Z", sealedAt: "2026-01-01T00:00:00.500Z" };
  expect(check(lines.with(6, edit(lines[6]!, changed)))).toEqual(bad("edited", 7, 7));
});

test("edited with a leaf hash to suit: not as signed, from the last known checkpoint on", () => {
  const forged = lines.with(19, lineOf(testRow(20, { actorName: "Mallory" })));
  expect(check(forged)).toEqual(bad("altered", null, 1, size, false));
  const known = [head(rows.slice(0, 10)), head(rows.slice(0, 16)), head(rows.slice(0, 24))];
  expect(check(forged, checkpoint, known)).toEqual(bad("altered", null, 17, 24, false));
  expect(check(without(forged), checkpoint, known)).toEqual(bad("altered", null, 17, 24, false));
});

test("rows left out in the middle: which numbers are missing, and where", () => {
  expect(check(lines.toSpliced(9, 1))).toEqual(bad("missing", 10, 10, 10, false));
  expect(check(without(lines.toSpliced(0, 5)))).toEqual(bad("missing", 1, 1, 5, false));
});

test("rows left out and the rest renumbered: which are missing", () => {
  const renumbered = lines.toSpliced(9, 3).map((line, i) => (i < 9 ? line : edit(line, { seq: i + 1 })));
  expect(check(renumbered)).toEqual(bad("missing", 10, 10, 12, false));
});

test("the tail left out, or all after a checkpoint: truncated", () => {
  expect(check(lines.slice(0, -1))).toEqual(bad("truncated", size, size, size, false));
  const known = [head(rows.slice(0, 30))];
  expect(check(lines.slice(0, 30), checkpoint, known)).toEqual(bad("truncated", 31, 31, size, false));
  expect(check([])).toEqual(bad("truncated", 1, 1, size, false));
});

test("reordered: the first row that stands elsewhere", () => {
  expect(check(moved(10, 11))).toEqual(bad("reordered", 11, 12, 12, false));
  expect(check(moved(4, 40))).toEqual(bad("reordered", 5, 6, 6, false));
  expect(check(moved(40, 4))).toMatchObject({ ok: false, problem: { reason: "reordered", row: 5, seq: 41 } });
  expect(check(lines.toReversed())).toMatchObject({ ok: false, problem: { reason: "reordered", row: 1 } });
});

test("duplicated: the second one", () => {
  expect(check(lines.toSpliced(8, 0, lines[7]!))).toEqual(bad("duplicated", 9, 8));
  expect(check([...lines, lines[3]!])).toEqual(bad("duplicated", size + 1, 4));
});

test("inserted: under a number that is taken, before or after its owner, and with the rest renumbered", () => {
  const forged = testRow(8, { actorName: "Mallory" });
  expect(check(lines.toSpliced(8, 0, lineOf(forged)))).toEqual(bad("inserted", 9, 8));
  expect(check(lines.toSpliced(7, 0, { row: forged, leaf: lines[7]!.leaf }))).toEqual(bad("inserted", 8, 8));
  const renumbered = lines.map((line, i) => (i < 7 ? line : edit(line, { seq: i + 2 })));
  expect(check(renumbered.toSpliced(7, 0, lineOf(forged)))).toEqual(bad("inserted", 9, 8, 8, false));
});

test("a row after the end that is signed is no part of it", () => {
  expect(check([...lines, lineOf(testRow(size + 1))])).toEqual(bad("unsealed", size + 1, size + 1));
});

test("a row of another account, as it is or under our log's id", () => {
  const foreign = testRow(12, { logId: "018f3c7e-9999-7000-8000-000000000009", actorName: "Eve" });
  expect(check(lines.with(11, lineOf(foreign)))).toEqual(bad("wrong_log", 12, 12, 12, false));
  expect(check(lines.with(11, { row: foreign, leaf: lines[11]!.leaf }))).toEqual(bad("wrong_log", 12, 12));
  const ours = { row: { ...foreign, logId: testLogId }, leaf: leafOf(foreign) };
  expect(check(lines.with(11, ours))).toEqual(bad("edited", 12, 12, 12, false));
});

test("a whole log of another account is told at its first row", () => {
  const other = "018f3c7e-9999-7000-8000-000000000009";
  expect(check(rows.map((row) => lineOf({ ...row, logId: other })))).toEqual(
    bad("wrong_log", 1, 1, 1, false),
  );
});

test("a row of no event's form: its place and what is wrong, and the rows after it are still read", () => {
  const spreadsheet = lines.with(4, { row: { ...rows[4], at: "15.06.26" }, leaf: lines[4]!.leaf });
  const problem = { ...bad("malformed", 5, 5).problem, detail: expect.stringContaining("at is not written") };
  expect(check(spreadsheet)).toEqual({ ok: false, problem, isExact: true });
  for (const row of [null, 1, "x", [], {}, undefined])
    expect(check(lines.with(4, { row, leaf: null }))).toMatchObject({
      problem: { reason: "malformed", row: 5 },
    });
});

test("the whole log computed anew and signed again: a fork from the checkpoint that others hold", () => {
  const rewritten = rows.map((row) => (row.seq === 20 ? { ...row, actorName: "Mallory" } : row));
  const signedAnew = { logId: testLogId, ...head(rewritten) };
  const forged = rewritten.map(lineOf);
  expect(check(forged, signedAnew)).toMatchObject({ ok: true });
  expect(check(forged, signedAnew, [head(rows.slice(0, 30))])).toEqual(bad("fork", null, 1, 30, false));
  expect(check(forged, signedAnew, [head(rows.slice(0, 10)), head(rows)])).toEqual(
    bad("fork", null, 11, size, false),
  );
});

test("a checkpoint rolled back, as by an old backup, while a longer one is known", () => {
  const old = { logId: testLogId, ...head(rows.slice(0, 30)) };
  expect(check(lines.slice(0, 30), old, [head(rows)])).toEqual(bad("rollback", null, 31, size, false));
});

test("an old backup that has grown on: a fork", () => {
  const grown = [...rows.slice(0, 30), ...rows.slice(30).map((row) => ({ ...row, outcome: "refused" }))];
  const anew = { logId: testLogId, ...head(grown) };
  const known = [head(rows.slice(0, 25)), head(rows.slice(0, 40))];
  expect(check(grown.map(lineOf), anew, known)).toEqual(bad("fork", null, 26, 40, false));
});

test("an earlier export is the beginning of a later one", () => {
  const known = [0, 1, 7, 32, size].map((n) => head(rows.slice(0, n)));
  expect(check(lines, checkpoint, known)).toEqual({ ok: true, rows: size, unchecked: [] });
});

test("no single row left out, doubled or exchanged with the next is ever passed", () => {
  for (let i = 0; i < size; i++) {
    expect(check(lines.toSpliced(i, 1)).ok).toBe(false);
    expect(check(without(lines.toSpliced(i, 1))).ok).toBe(false);
    expect(check(lines.toSpliced(i, 0, lines[i]!)).ok).toBe(false);
    if (i + 1 < size) expect(check(without(moved(i, i + 1))).ok).toBe(false);
  }
});

test("a file of nothing but bad rows costs a few hashes for each", () => {
  let hashes = 0;
  const counting = treeHasherOf((bytes) => {
    hashes++;
    return nodeSha256(bytes);
  });
  const verifier = openRowVerifier(counting, { logId: testLogId, size: 5_000, root: checkpoint.root });
  for (let seq = 1; seq <= 5_000; seq++) verifier.row(testRow(seq), checkpoint.root);
  expect(verifier.finish()).toEqual(bad("edited", 1, 1, 1, false));
  expect(hashes).toBeLessThan(4 * 5_000);
});

const nodeAt = (level: number, index: number): Uint8Array =>
  rootOf(lines.slice(index * 2 ** level, (index + 1) * 2 ** level).map(({ leaf }) => leaf!));

function checkFiltered(kept: readonly number[], change: (line: Line) => Line = (line) => line) {
  const verifier = openRowVerifier(hasher, checkpoint, [head(rows.slice(0, 20))]);
  const skip = (from: number, to: number) =>
    verifier.skip(
      subtreesOf({ from, to }).map(({ level, index }) => ({ level, root: nodeAt(level, index) })),
    );
  let at = 0;
  for (const seq of kept) {
    skip(at, seq - 1);
    const { row, leaf } = change(lines[seq - 1]!);
    verifier.row(row, leaf);
    at = seq;
  }
  skip(at, size);
  return verifier.finish();
}

test("a filtered export proves each row, and names known checkpoints that it cannot be held against", () => {
  expect(checkFiltered([3, 4, 44])).toEqual({ ok: true, rows: 3, unchecked: [20] });
  expect(checkFiltered([3, 20, 21])).toEqual({ ok: true, rows: 3, unchecked: [] });
  expect(checkFiltered([])).toMatchObject({ ok: true, rows: 0 });
  const mallory = (line: Line) =>
    (line.row as LogRow).seq === 19 ? edit(line, { actorName: "Mallory" }) : line;
  expect(checkFiltered([3, 4, 19, 44], mallory)).toEqual(bad("edited", 3, 19));
});

test("subtrees that do not fit where they are put are refused", () => {
  for (const subtree of [
    { level: 1, root: nodeAt(0, 0) },
    { level: 6, root: nodeAt(0, 0) },
    { level: -1, root: nodeAt(0, 0) },
    { level: 0, root: new Uint8Array(31) },
  ]) {
    const verifier = openRowVerifier(hasher, checkpoint);
    verifier.row(lines[0]!.row, null);
    verifier.skip([subtree]);
    expect(verifier.finish()).toMatchObject({ ok: false, problem: { reason: "malformed", seq: 2 } });
  }
});

test("the second verifier, which shares no code with ours, agrees on the tree, the checkpoint and the rows", () => {
  const pair = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const tree = openFrontier(hasher);
  for (const { leaf } of lines) tree.append(leaf!);
  const root = rangeRoot(hasher, { from: 0, to: size }, nodeAt);
  expect(Buffer.from(tree.root())).toEqual(Buffer.from(root));
  const note = signCheckpoint(
    originOf("desk.example.com", testLogId),
    { size, root },
    readEd25519Key(pair.publicKey)!,
    nodeSha256,
    (message) => signEd25519(pair.privateKey, message),
  );
  expect(isWholeLog(rows, Buffer.from(note), pair.publicKey)).toBe(true);
  expect(
    isWholeLog(rows.with(3, testRow(4, { outcome: "refused" })), Buffer.from(note), pair.publicKey),
  ).toBe(false);
  expect(isWholeLog(rows.slice(1), Buffer.from(note), pair.publicKey)).toBe(false);
});
