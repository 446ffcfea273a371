import { retentionTerm } from "@/domain/audit/retention";
import type { Transaction } from "@/prisma/client-factory";
import { recordAudit } from "@/services/audit/record";
import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/**
 * The contents of audit events past their account's days, from the oldest on. Their numbers, hashes and checkpoints stay, so that the
 * rest is proven as before. The trigger on AuditEvent holds the same rules once more, by the server's clock.
 */
export const dropAuditEvents: UpkeepTask = {
  name: "audit events",
  async run(tx, now, limit) {
    let dropped = 0;
    for (const accountId of await findDue(tx, now, limit)) {
      dropped += await dropOf(tx, accountId, now, limit - dropped);
      if (dropped === limit) break;
    }
    return dropped;
  },
};

/** Accounts whose oldest kept event may go. Which times count is the earlier of two clocks': this process's and the server's. */
async function findDue(tx: Transaction, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ accountId: string }[]>`
    SELECT r."accountId" FROM "AuditRetention" r JOIN "AuditTree" t ON t."logId" = r."accountId"
    JOIN "AuditLeaf" l ON l."logId" = r."accountId" AND l."seq" = r."droppedThrough" + 1
    WHERE r."days" IS NOT NULL AND r."holdReason" IS NULL AND l."seq" <= t."signedSize"
      AND l."sealedAt" < least(${now}::timestamptz, now()) - make_interval(days => r."days")
    ORDER BY r."accountId" LIMIT ${limit}`;
  return rows.map((row) => row.accountId);
}

async function dropOf(tx: Transaction, accountId: string, now: Date, limit: number): Promise<number> {
  // Whoever holds the events, or changes the days, holds this row: a statement after the lock sees what was decided.
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "AuditRetention" WHERE "accountId" = ${accountId}::uuid FOR UPDATE SKIP LOCKED`;
  if (locked.length === 0) return 0;
  const [range] = await tx.$queryRaw<[{ days: number; from: number; through: number | null }]>`
    SELECT r."days", (r."droppedThrough" + 1)::float8 AS "from", (
      SELECT max(l."seq")::float8 FROM (
        SELECT l."seq", bool_and(l."hash" IS NOT NULL AND l."sealedAt" < least(${now}::timestamptz, now()) - make_interval(days => r."days"))
          OVER (ORDER BY l."seq") AS "isPast"
        FROM "AuditLeaf" l WHERE l."logId" = r."accountId" AND l."seq" > r."droppedThrough" AND l."seq" <= t."signedSize"
        ORDER BY l."seq" LIMIT ${limit}
      ) l WHERE l."isPast") AS "through"
    FROM "AuditRetention" r JOIN "AuditTree" t ON t."logId" = r."accountId"
    WHERE r."accountId" = ${accountId}::uuid AND r."days" IS NOT NULL AND r."holdReason" IS NULL`;
  if (range === undefined || range.through === null) return 0;
  const { days, from, through } = range;
  await tx.$executeRaw`
    UPDATE "AuditRetention" SET "droppedThrough" = ${through}, "droppedAt" = ${now} WHERE "accountId" = ${accountId}::uuid`;
  await tx.$executeRaw`SELECT set_config('keydesk.retention', ${accountId}, true)`;
  await tx.$executeRaw`
    DELETE FROM "AuditEvent" e USING "AuditLeaf" l
    WHERE l."logId" = ${accountId}::uuid AND l."seq" BETWEEN ${from} AND ${through} AND e."id" = l."eventId"`;
  await tx.$executeRaw`SELECT set_config('keydesk.retention', '', true)`;
  await recordAudit(
    tx,
    now,
    { ip: null, userAgent: null, requestId: null },
    {
      accountId,
      actor: { kind: "system", name: "Keydesk" },
      action: "retention.drop",
      details: { from, through, term: retentionTerm(days), days },
    },
  );
  return through - from + 1;
}
