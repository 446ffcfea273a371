import { toBase64 } from "@/domain/audit/log/base64";
import { foldNeighbours, type StoredSpan, storedSpansOf } from "@/domain/audit/log/stored-tree";
import type { LeafRange } from "@/domain/audit/log/tree-ranges";
import type { Database, Transaction } from "@/prisma/client-factory";
import { logHasher } from "@/services/audit/log/leaf-hasher";

/** A full subtree of leaves by its root in base64: what a file says of rows that it leaves out. */
export type Subtree = { readonly level: number; readonly root: string };

/** The tree does not hold what was asked for: it is not so long, or rows of it are gone. */
export class MissingHash extends Error {
  override readonly name = "MissingHash";
}

/** Rows that one query reads. */
const rowsAtOnce = 20_000;

/**
 * The full subtrees that each range of leaves (from 0, `to` excluded) falls into, from left to right. A range costs at most 128 kept
 * hashes for each of its subtrees. Throws where a leaf has no hash (yet): ask only within a checkpoint's size.
 */
export async function readSubtrees(
  db: Database | Transaction,
  logId: string,
  ranges: readonly LeafRange[],
): Promise<Subtree[][]> {
  const asked = ranges.map(storedSpansOf);
  const roots = await readRoots(
    db,
    logId,
    asked.flat().map(({ span }) => span),
  );
  let next = 0;
  return asked.map((subtrees) => subtrees.map(({ level }) => ({ level, root: toBase64(roots[next++]!) })));
}

/** The hash over each span of kept hashes. */
export async function readRoots(
  db: Database | Transaction,
  logId: string,
  spans: readonly StoredSpan[],
): Promise<Uint8Array[]> {
  const roots: Uint8Array[] = [];
  for (let start = 0; start < spans.length; ) {
    let [end, rows] = [start, 0];
    while (end < spans.length && rows < rowsAtOnce) rows += spans[end++]!.count;
    const part = spans.slice(start, end);
    const kept = await readKept(db, logId, part);
    for (const { level, first, count } of part) {
      const hashes = Array.from({ length: count }, (_, i) => {
        const hash = kept.get(`${level} ${first + i}`);
        if (hash === undefined)
          throw new MissingHash(`log ${logId} has no hash ${first + i} of level ${level}`);
        return hash;
      });
      roots.push(foldNeighbours(logHasher, hashes));
    }
    start = end;
  }
  return roots;
}

async function readKept(db: Database | Transaction, logId: string, spans: readonly StoredSpan[]) {
  const kept = new Map<string, Uint8Array>();
  const leaves = spans.filter(({ level }) => level === 0);
  const nodes = spans.filter(({ level }) => level > 0);
  type Row = { level: number; index: number; hash: Uint8Array };
  const found = [
    leaves.length === 0
      ? []
      : await db.$queryRaw<Row[]>`
          SELECT 0 AS "level", (l."seq" - 1)::float8 AS "index", l."hash"
          FROM unnest(${leaves.map(({ first }) => first)}::bigint[], ${leaves.map(({ count }) => count)}::bigint[]) AS s("first", "count")
          JOIN "AuditLeaf" l ON l."logId" = ${logId}::uuid AND l."seq" BETWEEN s."first" + 1 AND s."first" + s."count"
          WHERE l."hash" IS NOT NULL`,
    nodes.length === 0
      ? []
      : await db.$queryRaw<Row[]>`
          SELECT n."level"::int AS "level", n."index"::float8 AS "index", n."hash"
          FROM unnest(${nodes.map(({ level }) => level)}::smallint[], ${nodes.map(({ first }) => first)}::bigint[],
            ${nodes.map(({ count }) => count)}::bigint[]) AS s("level", "first", "count")
          JOIN "AuditNode" n ON n."logId" = ${logId}::uuid AND n."level" = s."level"
            AND n."index" BETWEEN s."first" AND s."first" + s."count" - 1`,
  ];
  for (const row of found.flat()) kept.set(`${row.level} ${row.index}`, row.hash);
  return kept;
}
