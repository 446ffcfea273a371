import { logIdOf } from "@/domain/audit/log-id";
import type { Database, Transaction } from "@/prisma/client-factory";

/** The newest number of a log, and when it was given; 0 and null while the log is empty. */
export type SealedHead = { readonly seq: number; readonly sealedAt: Date | null };

/** The head of an account's log, or with null of the deployment's own. For callers that have authorised. */
export async function findSealedHead(
  db: Database | Transaction,
  accountId: string | null,
): Promise<SealedHead> {
  const leaf = await db.auditLeaf.findFirst({
    where: { logId: logIdOf(accountId) },
    orderBy: { seq: "desc" },
    select: { seq: true, sealedAt: true },
  });
  return leaf === null ? { seq: 0, sealedAt: null } : { seq: Number(leaf.seq), sealedAt: leaf.sealedAt };
}
