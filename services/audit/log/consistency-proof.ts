import { foldNodes } from "@/domain/audit/log/frontier";
import { storedSpansOf } from "@/domain/audit/log/stored-tree";
import { consistencyRanges } from "@/domain/audit/log/tree-ranges";
import type { Database, Transaction } from "@/prisma/client-factory";
import { logHasher } from "@/services/audit/log/leaf-hasher";
import { readRoots } from "@/services/audit/log/read-subtrees";

/** The hashes that prove that a log's first `older` leaves are the beginning of its first `newer` (RFC 6962 §2.1.2). */
export async function consistencyProof(
  db: Database | Transaction,
  logId: string,
  older: number,
  newer: number,
): Promise<Uint8Array[]> {
  const asked = consistencyRanges(older, newer).map(storedSpansOf);
  const roots = await readRoots(
    db,
    logId,
    asked.flat().map(({ span }) => span),
  );
  let next = 0;
  return asked.map((subtrees) =>
    foldNodes(
      logHasher,
      subtrees.map(() => roots[next++]!),
    ),
  );
}
