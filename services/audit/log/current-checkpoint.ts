import type { Database, Transaction } from "@/prisma/client-factory";
import { type SigningContext, signLog } from "@/services/audit/log/sign-log";

/** A checkpoint as it was signed. */
export type SignedCheckpoint = {
  readonly size: number;
  /** Base64, as in the note. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
  readonly createdAt: Date;
};

/**
 * The newest checkpoint of a log; null while none is signed. Where `atLeast` is past it, all that is sealed is signed first; it may still
 * be smaller than asked for, where less is sealed, or where the log must not be signed any more. For callers that have authorised.
 */
export async function currentCheckpoint(
  context: SigningContext,
  logId: string,
  { atLeast, now }: { readonly atLeast?: number; readonly now: Date },
): Promise<SignedCheckpoint | null> {
  const newest = await findNewestCheckpoint(context.db, logId);
  if (atLeast === undefined || (newest !== null && newest.size >= atLeast)) return newest;
  await signLog(context, logId, now);
  return findNewestCheckpoint(context.db, logId);
}

/** The newest checkpoint that a log has. For callers that have authorised. */
export async function findNewestCheckpoint(
  db: Database | Transaction,
  logId: string,
): Promise<SignedCheckpoint | null> {
  const row = await db.auditCheckpoint.findFirst({ where: { logId }, orderBy: { size: "desc" } });
  if (row === null) return null;
  const { note, createdAt } = row;
  return { size: Number(row.size), root: note.split("\n")[2] ?? "", note, createdAt };
}
