import { createHash } from "node:crypto";
import type { LogRow } from "@/domain/audit/log/log-row";
import { leafOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";
import type { ManifestSkip } from "@/domain/export/manifest";

/** A tree as a checkpoint names it, or one that was kept. */
export type SignedHead = { readonly size: number; readonly root: Uint8Array };

/** What the page finds: a reason, the row's place, the numbers, and whether that is exact. */
export type PageFinding = {
  readonly reason: string;
  readonly row: number | null;
  readonly seq: number | null;
  readonly to: number | null;
  readonly isExact: boolean;
};

type Found = Omit<PageFinding, "isExact"> & { readonly changes: "missing" | "edited" | null };

const sha256 = (...parts: Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const isSame = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** "The tree": put in at its end, and asked for its root. */
function openPageTree() {
  const edge: { level: number; root: Uint8Array }[] = [];
  const tree = {
    size: 0,
    put(level: number, root: Uint8Array) {
      tree.size += 2 ** level;
      edge.push({ level, root });
      while (edge.length > 1 && edge.at(-1)!.level === edge.at(-2)!.level) {
        const [right, left] = [edge.pop()!, edge.pop()!];
        edge.push({ level: left.level + 1, root: sha256(Buffer.of(1), left.root, right.root) });
      }
    },
    root: (): Uint8Array =>
      edge.length === 0
        ? sha256()
        : edge.map(({ root }) => root).reduceRight((right, left) => sha256(Buffer.of(1), left, right)),
  };
  return tree;
}

/**
 * "Each row" and what follows the rows, of docs/audit-format.md, 7 to 10, in its words and order: lines of JSON Lines under a checkpoint of
 * the log `logId`. It shares no code with the verifier, and of the form of a row it looks at actorName alone.
 */
export function judgeByThePage(
  logId: string,
  lines: readonly string[],
  { size, root }: SignedHead,
  gaps: readonly ManifestSkip[],
  kept: readonly SignedHead[],
): PageFinding | null {
  const tree = openPageTree();
  const left = [...gaps];
  let found: Found | null = null;
  let isCut = false;
  let hadGap = false;
  let holds = 0;
  let last: { seq: number; leaf: Uint8Array } | null = null;

  const say = (
    reason: string,
    row: number | null,
    seq: number,
    to = seq,
    changes: Found["changes"] = null,
  ) => {
    found ??= { reason, row, seq, to, changes };
  };
  const cut = () => {
    isCut = true;
  };
  const put = (level: number, hash: Uint8Array | null) => {
    if (hash === null) cut();
    if (isCut) return;
    tree.put(level, hash!);
    for (const one of kept.filter((head) => head.size === tree.size)) {
      if (isSame(one.root, tree.root())) holds = tree.size;
      else say("altered", null, holds + 1, tree.size);
    }
  };
  // 1
  const putGap = ({ before, subtrees }: ManifestSkip, row: number) => {
    hadGap = true;
    if (isCut) return;
    const next = tree.size + 1;
    const begin = (before ?? size + 1) - subtrees.reduce((sum, [level]) => sum + 2 ** level, 0);
    if (begin > next) say("missing", row, next, begin - 1, "missing");
    else if (begin < next && begin >= 1 && next - begin < row)
      say("inserted", row - (next - begin), begin, tree.size);
    else if (begin < next) say("malformed", null, next);
    if (begin !== next) return cut();
    for (const [level, hash] of subtrees) {
      if (tree.size % 2 ** level !== 0 || tree.size + 2 ** level > size) {
        say("malformed", null, tree.size + 1);
        return cut();
      }
      put(level, Buffer.from(hash, "base64"));
    }
  };
  // 7
  const judgeHash = (row: LogRow, place: number, isUnder: (seq: number) => boolean) => {
    for (let d = 1; d <= 1_000; d++) {
      if (row.seq + d <= size && isUnder(row.seq + d)) return say("missing", place, row.seq, row.seq + d - 1);
      if (row.seq - d >= 1 && isUnder(row.seq - d)) return say("inserted", place, row.seq - d, row.seq - 1);
    }
    say("edited", place, row.seq, row.seq, "edited");
  };
  const changeFound = (seq: number) => {
    if (found === null || seq < found.seq! || seq > found.to!) return;
    if (found.changes === "missing")
      found = { ...found, reason: "reordered", seq: found.to! + 1, to: found.to! + 1, changes: null };
    else if (found.changes === "edited") found = { ...found, reason: "inserted", changes: null };
  };

  const judge = (line: string, place: number) => {
    const { leafHash, ...row } = parse(line);
    const beside = typeof leafHash === "string" ? Buffer.from(leafHash, "base64") : null;
    const [gap] = left;
    if (gap && gap.before !== null && gap.before <= row.seq) putGap(left.shift()!, place);
    const next = tree.size + 1;
    const isForm = typeof row.actorName === "string";
    if (!isForm || row.logId !== logId) {
      if (isForm) say("wrong_log", place, row.seq);
      else say("malformed", place, next);
      return put(0, beside);
    }
    const leaf = leafOf(row);
    const isUnder = (seq: number) => beside !== null && isSame(leafOf({ ...row, seq }), beside);
    if (row.seq !== next && found === null && next <= size && isUnder(next)) {
      say("edited", place, next, next, "edited");
      return put(0, beside);
    }
    if (row.seq > size && next > size) return say("unsealed", place, row.seq);
    if (row.seq <= size) changeFound(row.seq);
    if (row.seq > next) {
      say("missing", place, next, Math.min(row.seq - 1, size), "missing");
      return cut();
    }
    if (row.seq < next) {
      if (last?.seq === row.seq) say(isSame(last.leaf, leaf) ? "duplicated" : "inserted", place, row.seq);
      else say(hadGap ? "reordered" : "duplicated", place, row.seq);
      return;
    }
    if (beside !== null && !isSame(leaf, beside) && found === null) judgeHash(row, place, isUnder);
    last = { seq: row.seq, leaf };
    put(0, beside ?? leaf);
  };

  for (const [i, line] of lines.entries()) judge(line, i + 1);
  if (left.length > 0) putGap(left.shift()!, lines.length + 1);
  const isWhole = !isCut && tree.size === size;
  const isSigned = isWhole && isSame(root, tree.root());
  // 9, which stands over the rest.
  const over = (reason: string, seq: number, to: number) => ({ reason, row: null, seq, to, isExact: false });
  if (kept.some((head) => head.size === size && !isSame(head.root, root)))
    return over("fork", holds + 1, size);
  const longest = Math.max(0, ...kept.map((head) => head.size));
  if (longest > size) return over("rollback", size + 1, longest);
  const first = found as Found | null;
  if (first?.reason === "altered" && isSigned) return over("fork", first.seq!, first.to!);
  // 8
  if (!isWhole && !isCut) say("truncated", lines.length + 1, tree.size + 1, size);
  if (isWhole && !isSigned) say("altered", null, holds + 1, size);
  const finding = found as Found | null;
  if (finding !== null) {
    const { changes: _, ...rest } = finding;
    return { ...rest, isExact: isSigned };
  }
  return left.length > 0 ? { reason: "malformed", row: null, seq: null, to: null, isExact: false } : null;
}

// A line that is no JSON has nothing of a row.
function parse(line: string): LogRow & { readonly leafHash?: unknown } {
  try {
    return JSON.parse(line);
  } catch {
    return {} as LogRow;
  }
}
