import type { LogRow } from "@/domain/audit/log/log-row";
import type { RowsVerdict } from "@/domain/audit/log/row-problem";
import {
  leavesOf,
  openRowVerifier,
  type RowVerifier,
  type SkippedSubtree,
} from "@/domain/audit/log/row-verifier";
import { type TreeHasher, treeHasherOf } from "@/domain/audit/log/tree-hasher";
import type { TreeHead } from "@/domain/audit/log/verify-proof";
import { openCsvSpans } from "@/domain/audit/verify/csv-spans";
import { type FileRows, openFileRows, type RowsFormat } from "@/domain/audit/verify/file-rows";
import type { GivenFile, VerifierCrypto } from "@/domain/audit/verify/given-file";
import { openJsonSpans } from "@/domain/audit/verify/json-spans";
import { type ReadRow, readRow } from "@/domain/audit/verify/read-row";
import type { FileRecord } from "@/domain/audit/verify/records";
import type { FileProblem } from "@/domain/audit/verify/report";
import { openSpanWriter, type QuickRow } from "@/domain/audit/verify/row-spans";
import type { SkipSource } from "@/domain/audit/verify/skip-source";

/** A file of audit rows, and what it is held against. */
export type RowsTask = {
  readonly file: GivenFile;
  readonly format: RowsFormat;
  /** Of a file that comes before its checkpoint: the log alone. `late` is asked for the rest. */
  readonly checkpoint: { readonly logId: string } & Partial<TreeHead>;
  readonly known: readonly TreeHead[];
  readonly skips: SkipSource;
  readonly crypto: VerifierCrypto;
  /** How many bytes more have been read, and how many rows by now. */
  onBytes(count: number, rows: number): void;
  /** Asked when all rows have been read; null: there is no checkpoint to hold them against. */
  readonly late?: () => Promise<LateEnd | null>;
};

/** What is told of a file after its rows: where they end, and the leaves that it leaves out before its first row. */
export type LateEnd = { readonly head: TreeHead; readonly before: readonly SkippedSubtree[] };

/** What was read of a file, and what its rows prove. */
export type RowsFinding = {
  readonly rows: number;
  readonly bytes: number;
  /** null: the file was not read to its end. */
  readonly sha256: string | null;
  readonly problem: FileProblem | null;
  /** The number from which on nothing is left out; null: more than the beginning is. */
  readonly from: number | null;
  /** Sizes of known checkpoints that need a consistency proof. */
  readonly unchecked: readonly number[];
};

/** Reads a file of audit rows once, from its beginning to its end, and holds each of them against the checkpoint. */
export async function verifyRows(task: RowsTask): Promise<RowsFinding> {
  const { skips } = task;
  const rows = openFileRows(task.format);
  const verifier = openRowVerifier(treeHasherOf(task.crypto.sha256), task.checkpoint, task.known);
  const feed = openFeed(task, rows, verifier);
  const digest = task.crypto.openDigest();
  let [count, bytes] = [0, 0];
  let bad: { readonly row: number; readonly line: number } | null = null;
  let from: number | null = 1;

  const skipBefore = async (seq: number | null) => {
    if (skips.isHungry()) await skips.fill();
    const skip = skips.peek();
    if (skip === null || (seq !== null && (skip.before === null || skip.before > seq))) return;
    from = count === (seq === null ? 0 : 1) ? seq : null;
    verifier.skip(skip.subtrees, skip.before ?? (task.checkpoint.size ?? 0) + 1);
    skips.take();
  };

  for await (const chunk of task.file.chunks()) {
    digest.update(chunk);
    bytes += chunk.length;
    rows.push(chunk);
    for (let record = rows.next(); record !== null; record = rows.next()) {
      count++;
      const seq = feed.read(record);
      if (seq !== null && (skips.isHungry() || skips.peek() !== null)) await skipBefore(seq);
      feed.give();
      if (bad === null && verifier.isBad()) bad = { row: count, line: record.line };
    }
    task.onBytes(chunk.length, count);
    if (rows.broken !== null) break;
  }
  const broken = rows.finish();
  if (broken?.reason === "malformed" && !verifier.isBad()) {
    verifier.malformed(broken.detail, null);
    bad = { row: count + 1, line: broken.line };
  }
  if (task.late === undefined) {
    if (broken === null) await skipBefore(null);
  } else if (broken?.reason !== "malformed") {
    const end = await task.late();
    if (end !== null) verifier.settle(end.head, end.before);
    from = 1 + leavesOf(end?.before ?? []);
  }
  const verdict = verifier.finish();
  const found = { rows: count, bytes, sha256: rows.broken === null ? digest.hex() : null, from };
  if (!verdict.ok) {
    const { row } = verdict.problem;
    const line = bad?.row === row ? bad.line : row === count + 1 ? rows.line() : null;
    return { ...found, unchecked: [], problem: problemOf(verdict, line, broken?.detail) };
  }
  const problem: FileProblem | null =
    broken === null ? null : { ...nowhere, ...broken, row: count + 1, isExact: true };
  return { ...found, problem, unchecked: verdict.unchecked };
}

const nowhere = { row: null, line: null, seq: null, to: null };

function problemOf(
  { problem, isExact }: RowsVerdict & { ok: false },
  line: number | null,
  broken: string | undefined,
): FileProblem {
  const detail = problem.detail ?? (problem.reason === "truncated" ? broken : undefined);
  return { ...problem, line, isExact, ...(detail === undefined ? {} : { detail }) };
}

type RowFeed = {
  /** Reads a row, the quick way or the slow one; its number, where it can be told. */
  read(record: FileRecord): number | null;
  /** Hands it to the verifier: after what is left out before it. */
  give(): void;
};

function openFeed(task: RowsTask, rows: FileRows, verifier: RowVerifier): RowFeed {
  const hasher: TreeHasher = treeHasherOf(task.crypto.sha256);
  const write = openSpanWriter(task.checkpoint.logId);
  let spansOf: ReturnType<typeof openCsvSpans> | undefined;
  let current: FileRecord | null = null;
  let quick: QuickRow | null = null;
  let slow: ReadRow = "";

  const openSpansFor = (record: FileRecord) => {
    if (task.format === "csv") return openCsvSpans(rows.columns ?? []);
    const first = readRow(task.format, null, record);
    return typeof first === "string" ? undefined : openJsonSpans(first.names);
  };
  // One for all rows: a million closures cost a second.
  const again = () => {
    const row = readRow(task.format, rows.columns, current!);
    if (typeof row === "string") throw new Error(`a row was read the quick way, but: ${row}`);
    return row.value as LogRow;
  };

  return {
    read(record) {
      current = record;
      if (spansOf === undefined) spansOf = openSpansFor(record);
      const spans = spansOf?.(record.bytes, record.start, record.end) ?? null;
      quick = spans === null ? null : write(spans);
      if (quick !== null) return quick.seq;
      slow = readRow(task.format, rows.columns, record);
      return typeof slow !== "string" && typeof slow.value.seq === "number" ? slow.value.seq : null;
    },
    give() {
      if (quick !== null) verifier.leaf(quick.seq, hasher.leaf(quick.canonical), quick.claimed, again);
      else if (typeof slow === "string") verifier.malformed(slow, null);
      else verifier.row(slow.value, slow.claimed);
    },
  };
}
