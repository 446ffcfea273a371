import { expect, test } from "vitest";
import { leafOf, rootOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import { fileOf, manifestOf, verifyTest } from "@/domain/audit/verify/testing/export-files";
import { judgeByThePage } from "@/domain/audit/verify/testing/judge-by-the-page";
import {
  exportText,
  lineOf,
  skipsBetween,
  type TestLine,
  testLines,
} from "@/domain/audit/verify/testing/log-lines";
import { signedNote } from "@/domain/audit/verify/testing/test-keys";
import type { ManifestSkip } from "@/domain/export/manifest";

const log = testLines(24);
const { logId } = log[0]!.row;
const headOf = (lines: readonly TestLine[]) => ({
  size: lines.length,
  root: rootOf(lines.map(({ row }) => leafOf(row))),
});
const withRow = (line: TestLine, changes: object): TestLine => ({
  ...line,
  row: { ...line.row, ...changes },
});
const renumber = (lines: readonly TestLine[], from: number, by: number) =>
  lines.map((line, i) => (i < from ? line : withRow(line, { seq: Math.max(1, line.row.seq + by) })));

type Pick = (below: number) => number;
const mallory = { actorName: "Mallory" };

/** What can be done to rows, at a place. */
const tamperings: readonly ((lines: TestLine[], at: number, pick: Pick, size: number) => TestLine[])[] = [
  (lines, at, pick) => lines.toSpliced(at, 1 + pick(2)),
  (lines, at) => lines.slice(0, at),
  (lines, at) => lines.toSpliced(at, 0, lines[at]!),
  (lines, at, pick) => lines.toSpliced(at, 0, log[pick(log.length)]!),
  (lines, at) => lines.toSpliced(at, 0, lineOf({ ...lines[at]!.row, ...mallory })),
  (lines, at, pick) => {
    const other = pick(lines.length);
    return lines.with(at, lines[other]!).with(other, lines[at]!);
  },
  (lines, at) => lines.with(at, withRow(lines[at]!, mallory)),
  (lines, at) => lines.with(at, lineOf({ ...lines[at]!.row, ...mallory })),
  (lines, at, pick) => lines.with(at, withRow(lines[at]!, { seq: 1 + pick(log.length + 2) })),
  (lines, at) => lines.with(at, withRow(lines[at]!, { logId: "018f3c7e-9999-7000-8000-000000000009" })),
  (lines, at) => lines.with(at, withRow(lines[at]!, { actorName: null })),
  (lines, at) => lines.with(at, { ...lines[at]!, leafHash: null }),
  (lines, at, pick) => lines.with(at, { ...lines[at]!, leafHash: log[pick(log.length)]!.leafHash }),
  (lines, at) => renumber(lines.toSpliced(at, 1), at, -1),
  (lines, at) => renumber(lines.toSpliced(at, 0, lineOf({ ...lines[at]!.row, ...mallory })), at + 1, 1),
  (lines, _, pick, size) => [...lines, lineOf({ ...log[0]!.row, seq: size + 1 + pick(2) })],
];

function tamperGaps(gaps: readonly ManifestSkip[], size: number, pick: Pick): readonly ManifestSkip[] {
  const at = pick(gaps.length);
  const what = gaps.length === 0 ? 9 : pick(20);
  if (what === 0) return gaps.toSpliced(at, 1);
  if (what === 1) return gaps.toSpliced(at, 0, gaps[pick(gaps.length)]!);
  const before = pick(2) === 0 ? null : 1 + pick(size + 2);
  return what === 2 ? gaps.with(at, { ...gaps[at]!, before }) : gaps;
}

/** A file, tampered with in up to three ways, and checkpoints that were kept, of this history or of another. */
function plan(pick: Pick) {
  const signed = log.slice(0, pick(4) === 0 ? log.length : 1 + pick(log.length));
  const size = signed.length;
  const isWhole = pick(2) === 0;
  const shown = signed.filter(() => isWhole || pick(3) > 0);
  const whole = skipsBetween(
    signed,
    shown.map(({ row }) => row.seq),
  );
  const gaps = tamperGaps(whole, size, pick);
  let lines = shown;
  for (let left = pick(4); left > 0 && lines.length > 0; left--)
    lines = tamperings[pick(tamperings.length)]!(lines, pick(lines.length), pick, size);
  const texts = exportText("jsonl", lines).split("\n").slice(0, -1);
  // Not the first: a file that begins like none is another finding.
  if (texts.length > 1 && pick(12) === 0) texts[1 + pick(texts.length - 1)] = pick(2) === 0 ? "{none" : "";
  const kept = Array.from({ length: pick(3) }, () => {
    const older = log.slice(0, pick(6) === 0 ? 1 + pick(log.length) : 1 + pick(size));
    return pick(6) === 0 ? older.with(0, lineOf({ ...log[0]!.row, ...mallory })) : older;
  });
  return { signed, lines, gaps, texts, kept };
}

/** The same numbers each time. */
function openPick(seed: number): Pick {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

test("reason, row, numbers and exact are those of the format's page, however rows and gaps were tampered with", async () => {
  const reasons = new Set<string | undefined>();
  for (let round = 0; round < 400; round++) {
    const { signed, lines, gaps, texts, kept } = plan(openPick(7_919 * round + 13));
    const text = texts.map((line) => `${line}\n`).join("");
    const log = { checkpoint: signedNote(signed), skips: [...gaps] };
    const report = await verifyTest(
      [fileOf("a.jsonl", text), fileOf("a.jsonl.manifest.json", manifestOf("a.jsonl", text, lines, {}, log))],
      kept.map((one, i) => fileOf(`kept-${i}.txt`, signedNote(one))),
    );
    const found = report.files[0]?.problem ?? null;
    const finding = judgeByThePage(logId, texts, headOf(signed), gaps, kept.map(headOf));
    reasons.add(found?.reason);
    if (found === null) expect(finding, `round ${round}`).toBeNull();
    else expect(found, `round ${round}`).toMatchObject(finding ?? { reason: "good" });
  }
  // All that rows can be found to be, and nothing.
  expect([...reasons].sort()).toEqual([
    ...["altered", "duplicated", "edited", "fork", "inserted", "malformed", "missing"],
    ...["reordered", "rollback", "truncated", "unsealed", "wrong_log", undefined],
  ]);
});
