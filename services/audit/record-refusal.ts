import type { Action } from "@/domain/access/actions";
import type { Database, Transaction } from "@/prisma/client-factory";
import { type AuditRecord, recordAudit } from "@/services/audit/record";
import type { RequestOrigin } from "@/services/kernel/context";

/** For this long after its event, the same actor's further refusals of the same action leave none. */
export const refusalSeconds = 60;

type Refused = {
  readonly accountId: string | null;
  readonly actor: AuditRecord["actor"];
  readonly action: Action;
};

/**
 * Records that an actor was refused an action (ASVS 16.3.2): one event for each account, actor and action in any 60 seconds, so
 * that a client in a loop is seen and cannot flood the trail. Exactly one, also when many are refused at once on many nodes.
 */
export async function recordRefusal(
  db: Database,
  now: Date,
  origin: RequestOrigin,
  refused: Refused,
): Promise<void> {
  // Nearly all of a loop's refusals end here, at the price of one look into a small index.
  if (await isRecorded(db, now, refused)) return;
  const { accountId, actor, action } = refused;
  await db.$transaction(async (tx) => {
    const one = `refused ${accountId} ${actor.kind} ${actor.id} ${action}`;
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${one}, 0))`;
    if (await isRecorded(tx, now, refused)) return;
    await recordAudit(tx, now, origin, {
      accountId,
      actor,
      action: "access.refused",
      outcome: "refused",
      details: { attempted: action },
    });
  });
}

async function isRecorded(db: Database | Transaction, now: Date, { accountId, actor, action }: Refused) {
  const since = new Date(now.getTime() - refusalSeconds * 1000);
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "AuditEvent"
    WHERE "action" = 'access.refused' AND "actorId" = ${actor.id ?? null}::uuid AND "at" > ${since}
      AND "accountId" IS NOT DISTINCT FROM ${accountId}::uuid AND "details"->>'attempted' = ${action}
    LIMIT 1`;
  return rows.length > 0;
}
