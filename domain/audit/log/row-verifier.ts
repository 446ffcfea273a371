import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { openFrontier } from "@/domain/audit/log/frontier";
import { type LateTree, openLateTree } from "@/domain/audit/log/late-tree";
import { type LogRow, readLogRow } from "@/domain/audit/log/log-row";
import type { RowProblem, RowReason, RowsVerdict } from "@/domain/audit/log/row-problem";
import { hashLength, isSameHash, type TreeHasher } from "@/domain/audit/log/tree-hasher";
import type { TreeHead } from "@/domain/audit/log/verify-proof";

/** A full subtree of leaves that a file leaves out. */
export type SkippedSubtree = { readonly level: number; readonly root: Uint8Array };

/** Leaves under subtrees. */
export const leavesOf = (subtrees: readonly SkippedSubtree[]): number =>
  subtrees.reduce((sum, { level }) => sum + 2 ** level, 0);

/** Takes a file's rows in its order, and says at the end what they prove. Its memory does not grow with them. */
export type RowVerifier = {
  /** The next row, read from the file, and the leaf hash that the file gives for it (null: none). */
  row(value: unknown, claimedLeaf: Uint8Array | null): void;
  /** The next row, of which nothing can be read: `detail` says why. */
  malformed(detail: string, claimedLeaf: Uint8Array | null): void;
  /** The next row, of this log, its form judged and its leaf computed by the caller; `again` reads it once more, if it is bad. */
  leaf(seq: number, leaf: Uint8Array, claimedLeaf: Uint8Array | null, again: () => LogRow): void;
  /**
   * What the file leaves out here, by full subtrees from left to right; they end before the event `before`, which tells whether
   * rows are missing ahead of them.
   */
  skip(subtrees: readonly SkippedSubtree[], before?: number): void;
  /** Where no checkpoint was given: tells it after the last row, and what the file leaves out before its first one. */
  settle(head: TreeHead, before: readonly SkippedSubtree[]): void;
  finish(): RowsVerdict;
  /** Whether a row has been found wrong by now. */
  isBad(): boolean;
};

/** How far off a number is looked for when a row does not fit its leaf: rows were left out or put in, and the rest renumbered. */
const renumberedMost = 1_000;
/** In place of a checkpoint that is not known yet. */
const endless: TreeHead = { size: Number.MAX_SAFE_INTEGER, root: new Uint8Array(hashLength) };
const notFitting = "The subtrees left out do not fit.";

/**
 * Holds rows against a checkpoint, which must have been opened (`openCheckpoint`), and against checkpoints of the same log known
 * from elsewhere: each of these must be a beginning of it. Of rows that arrive before their checkpoint only the log is known: `settle`.
 */
export function openRowVerifier(
  hasher: TreeHasher,
  given: { readonly logId: string } & Partial<TreeHead>,
  known: readonly TreeHead[] = [],
): RowVerifier {
  const { logId, size: length, root } = given;
  let checkpoint: TreeHead = length === undefined || root === undefined ? endless : { size: length, root };
  const write = openCanonicalWriter();
  const tree = openFrontier(hasher);
  let late: LateTree | null = null;
  const size = () => late?.size ?? tree.size;
  const heads = known.filter((head) => head.size > 0).sort((a, b) => a.size - b.size);
  const unchecked: number[] = [];
  let rows = 0;
  let problem: RowProblem | null = null;
  let headsSeen = 0;
  let provenSize = 0;
  let last: { readonly seq: number; readonly leaf: Uint8Array } | null = null;
  let hasGaps = false;
  // Something is not there, or counts for nothing: the tree cannot be followed to its end.
  let isCut = false;
  let isRenumbered = false;

  const report = (reason: RowReason, row: number | null, seq: number, to = seq, detail?: string) => {
    problem ??= { reason, row, seq, to, ...(detail === undefined ? {} : { detail }) };
  };
  const leafOf = (row: LogRow) => hasher.leaf(write(row));

  const append = (leaf: Uint8Array) => {
    if (isCut) return;
    (late ?? tree).append(leaf);
    if (late === null) meetHeads();
    else if (heads.some((head) => head.size === size())) late.cut();
  };
  const meetHeads = () => {
    for (let head = heads[headsSeen]; head && head.size <= tree.size; head = heads[++headsSeen]) {
      if (head.size < tree.size) unchecked.push(head.size);
      else if (isSameHash(head.root, tree.root())) provenSize = head.size;
      else report("altered", null, provenSize + 1, head.size);
    }
  };

  const judgeLeaf = (leaf: Uint8Array, claimed: Uint8Array, again: () => LogRow) => {
    // Only the first bad row is looked into: a file of a million of them costs no more.
    if (problem !== null || isSameHash(leaf, claimed)) return;
    const row = again();
    for (let by = 1; by <= renumberedMost; by++) {
      const seq = row.seq + by;
      if (seq <= checkpoint.size && isSameHash(leafOf({ ...row, seq }), claimed)) {
        isRenumbered = true;
        return report("missing", rows, row.seq, seq - 1);
      }
      if (row.seq > by && isSameHash(leafOf({ ...row, seq: row.seq - by }), claimed))
        return report("inserted", rows, row.seq - by, row.seq - 1);
    }
    report("edited", rows, row.seq);
  };

  // What a later row says about the first bad one.
  const reconsider = (found: RowProblem, seq: number) => {
    const concerns = seq >= found.seq && seq <= found.to;
    if (found.reason === "missing" && concerns && !isRenumbered)
      problem = { ...found, reason: "reordered", seq: found.to + 1, to: found.to + 1 };
    else if (found.reason === "edited" && concerns) problem = { ...found, reason: "inserted" };
  };

  const judgePlace = (seq: number, leaf: Uint8Array, next: number) => {
    if (seq > next) {
      report("missing", rows, next, seq - 1);
      isCut = true;
    } else if (last !== null && seq === last.seq)
      report(isSameHash(leaf, last.leaf) ? "duplicated" : "inserted", rows, seq);
    else report(hasGaps ? "reordered" : "duplicated", rows, seq);
  };

  // Whether it stands where its leaf hash says, and its number alone was changed.
  const isRenamed = (next: number, claimed: Uint8Array | null, again: () => LogRow) =>
    claimed !== null && next <= checkpoint.size && isSameHash(leafOf({ ...again(), seq: next }), claimed);

  const judge = (seq: number, leaf: Uint8Array, claimed: Uint8Array | null, again: () => LogRow) => {
    if (checkpoint === endless && rows === 1 && seq > 1) {
      late = openLateTree(hasher, seq - 1);
      hasGaps = true;
    }
    const next = size() + 1;
    if (problem === null && seq !== next && isRenamed(next, claimed, again)) {
      report("edited", rows, next);
      append(claimed!);
      return;
    }
    if (seq > checkpoint.size) {
      // A row after those that are missing is past the end only if the end was reached.
      if (next <= checkpoint.size) {
        report("missing", rows, next, checkpoint.size);
        isCut = true;
      } else report("unsealed", rows, seq);
      return;
    }
    if (problem !== null) reconsider(problem, seq);
    if (seq !== next) return judgePlace(seq, leaf, next);
    if (claimed !== null) judgeLeaf(leaf, claimed, again);
    last = { seq, leaf };
    append(claimed ?? leaf);
  };
  const passOver = (claimed: Uint8Array | null) => {
    if (claimed === null) isCut = true;
    else append(claimed);
  };
  const hashOf = (claimed: Uint8Array | null) => (claimed?.length === hashLength ? claimed : null);

  const skip = (subtrees: readonly SkippedSubtree[], before?: number) => {
    hasGaps ||= subtrees.length > 0;
    const start = before === undefined ? tree.size + 1 : before - leavesOf(subtrees);
    if (start !== tree.size + 1 && !isCut) {
      if (start > tree.size + 1) report("missing", rows + 1, tree.size + 1, start - 1);
      else {
        // The rows that stand where the gap begins, if there are so many.
        const surplus = tree.size + 1 - start;
        if (start >= 1 && surplus <= rows)
          report("inserted", rows - surplus + 1, start, tree.size, notFitting);
        else report("malformed", null, tree.size + 1, tree.size + 1, notFitting);
      }
      isCut = true;
    }
    for (const { level, root } of subtrees) {
      const isFitting =
        Number.isSafeInteger(level) &&
        level >= 0 &&
        root.length === hashLength &&
        tree.size % 2 ** level === 0 &&
        tree.size + 2 ** level <= checkpoint.size;
      if (!isFitting) {
        report("malformed", null, tree.size + 1, tree.size + 1, notFitting);
        isCut = true;
      }
      if (isCut) return;
      tree.appendSubtree(level, root);
      meetHeads();
    }
  };

  return {
    row(value, claimedLeaf) {
      rows++;
      const claimed = hashOf(claimedLeaf);
      const row = readLogRow(value);
      if (typeof row === "string") report("malformed", rows, size() + 1, size() + 1, row);
      else if (row.logId !== logId) report("wrong_log", rows, row.seq);
      else return judge(row.seq, leafOf(row), claimed, () => row);
      passOver(claimed);
    },

    malformed(detail, claimedLeaf) {
      rows++;
      report("malformed", rows, size() + 1, size() + 1, detail);
      passOver(hashOf(claimedLeaf));
    },

    leaf(seq, leaf, claimedLeaf, again) {
      rows++;
      judge(seq, leaf, hashOf(claimedLeaf), again);
    },

    isBad: () => problem !== null,

    skip,

    settle(head, before) {
      checkpoint = head;
      const behind = late;
      late = null;
      const left = leavesOf(before);
      if (behind !== null && left < behind.from) {
        problem = { reason: "missing", row: 1, seq: left + 1, to: behind.from };
        isCut = true;
      }
      if (left > 0) skip(before, (behind?.from ?? left) + 1);
      if (!isCut) behind?.appendTo(tree, meetHeads);
    },

    finish() {
      const isWhole = !isCut && size() === checkpoint.size;
      const isProven = isWhole && isSameHash(tree.root(), checkpoint.root);
      const longest = heads.at(-1);
      const rival = heads.find(
        (head) => head.size === checkpoint.size && !isSameHash(head.root, checkpoint.root),
      );
      if (rival) return refuse("fork", provenSize + 1, rival.size);
      if (longest && longest.size > checkpoint.size)
        return refuse("rollback", checkpoint.size + 1, longest.size);
      if (problem?.reason === "altered" && isProven) return refuse("fork", problem.seq, problem.to);
      if (!isCut && size() > checkpoint.size)
        report("unsealed", rows - (size() - checkpoint.size) + 1, checkpoint.size + 1, size());
      else if (!isWhole && !isCut) report("truncated", rows + 1, size() + 1, checkpoint.size);
      if (isWhole && !isProven) report("altered", null, provenSize + 1, checkpoint.size);
      return problem === null ? { ok: true, rows, unchecked } : { ok: false, problem, isExact: isProven };

      function refuse(reason: RowReason, seq: number, to: number): RowsVerdict {
        return { ok: false, problem: { reason, row: null, seq, to }, isExact: false };
      }
    },
  };
}
