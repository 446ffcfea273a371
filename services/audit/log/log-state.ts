import { asLogAlarm } from "@/domain/audit/log-alarm";
import { type LogState, waitingMax } from "@/domain/audit/log-state";
import { done, type Result } from "@/domain/result";
import type { Database } from "@/prisma/client-factory";
import { findNewestCheckpoint } from "@/services/audit/log/current-checkpoint";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** How it stands with the account's log, for the audit page. Refuses: unauthenticated, forbidden. */
export async function loadLogState(context: Context): Promise<Result<LogState>> {
  return read(context, "audit.view", async ({ accountId }) => done(await logState(context.db, accountId)));
}

/** How it stands with a log. For callers that have authorised. */
export async function logState(db: Database, logId: string): Promise<LogState> {
  const [leaf, waiting, checkpoint, tree, retention] = await Promise.all([
    db.auditLeaf.findFirst({
      where: { logId },
      orderBy: { seq: "desc" },
      select: { seq: true, sealedAt: true },
    }),
    db.$queryRaw<[{ count: number; since: Date | null }]>`
      SELECT count(*)::int AS "count", min(e."at") AS "since"
      FROM (SELECT "eventId" FROM "AuditPending" WHERE "logId" = ${logId}::uuid ORDER BY "n" LIMIT ${waitingMax}) p
      LEFT JOIN "AuditEvent" e ON e."id" = p."eventId"`,
    findNewestCheckpoint(db, logId),
    db.auditTree.findUnique({ where: { logId }, select: { alarm: true, alarmSince: true } }),
    db.auditRetention.findUnique({ where: { accountId: logId } }),
  ]);
  const kind = asLogAlarm(tree?.alarm ?? null);
  return {
    seq: Number(leaf?.seq ?? 0),
    sealedAt: leaf?.sealedAt ?? null,
    waiting: waiting[0].count,
    waitingSince: waiting[0].since,
    checkpoint: checkpoint && { size: checkpoint.size, signedAt: checkpoint.createdAt },
    alarm: kind && { kind, since: tree!.alarmSince! },
    droppedThrough: Number(retention?.droppedThrough ?? 0),
    retentionDays: retention?.days ?? null,
    hold:
      retention?.holdReason == null
        ? null
        : { reason: retention.holdReason, since: retention.heldSince!, byName: retention.heldByName ?? "" },
  };
}
