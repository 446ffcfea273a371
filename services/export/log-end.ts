import { logIdOf } from "@/domain/audit/log-id";
import type { Database } from "@/prisma/client-factory";
import { currentCheckpoint } from "@/services/audit/log/current-checkpoint";
import { handoversOf } from "@/services/audit/log/handovers";
import { readLogKeys } from "@/services/audit/log/log-keys";
import { publicKeysOf, signerOf } from "@/services/audit/log/public-keys";
import { findSealedHead } from "@/services/audit/sealed-head";
import type { LogEnd } from "@/services/export/describe-log-end";
import type { Context } from "@/services/kernel/context";

/** Where an audit export ends: at a checkpoint that covers all that is sealed; without one, at the last event that is. */
export type TrailEnd = { readonly size: number; readonly log: LogEnd | null };

/**
 * The end of an account's log now; a checkpoint is signed first where the newest does not cover what is sealed.
 * @param needed the newest checkpoint does where it covers this number
 */
export async function findTrailEnd(
  context: Context,
  accountId: string,
  needed: number | null = null,
): Promise<TrailEnd> {
  const logId = logIdOf(accountId);
  const { seq } = await findSealedHead(context.db, accountId);
  const atLeast = needed ?? seq;
  const checkpoint = await currentCheckpoint(context, logId, { atLeast, now: context.now() });
  if (checkpoint === null) return { size: seq, log: null };
  // Right after the key was replaced, the newest checkpoint is still the old one's.
  const keys = await readLogKeys(context.db, context.keys);
  const key = signerOf(checkpoint.note, publicKeysOf(keys, logId));
  if (key === undefined) return { size: seq, log: null };
  const handovers = await handoversOf(keys);
  // Signed just now, it covers what was sealed since `seq` was read.
  const present = seq < checkpoint.size ? (await findSealedHead(context.db, accountId)).seq : seq;
  return { size: checkpoint.size, log: { logId, checkpoint, present, publicKey: key.vkey, handovers } };
}

/** The checkpoints that this account's last exports of its trail ended at, newest first: a reader may have kept one. */
export async function findEarlierCheckpoints(
  db: Database,
  accountId: string,
  most: number,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ note: string }[]>`
    SELECT "note" FROM (
      SELECT "manifest" #>> '{log,checkpoint}' AS "note", "createdAt" FROM "Export"
      WHERE "accountId" = ${accountId}::uuid AND "what" = 'audit' AND "status" = 'done'
      ORDER BY "createdAt" DESC LIMIT ${most * 2}) e
    WHERE "note" IS NOT NULL GROUP BY "note" ORDER BY max("createdAt") DESC LIMIT ${most}`;
  return rows.map(({ note }) => note);
}
