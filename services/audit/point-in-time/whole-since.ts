import { logIdOf } from "@/domain/audit/log-id";
import type { Database } from "@/prisma/client-factory";

// Events of the first moments may be numbered in another order than that of their ids.
const oldestLookedAt = 100;

/**
 * Since when nothing is missing from an account's log: its beginning (null) while the first event is there, else the time at which the
 * last event that was dropped had been sealed. Events are only ever dropped from the beginning of a log on.
 */
export async function findWholeSince(db: Database, accountId: string): Promise<Date | null> {
  const logId = logIdOf(accountId);
  const rows = await db.$queryRaw<{ isWhole: boolean; sealedAt: Date | null }[]>`
    WITH oldest AS (SELECT e."id" FROM "AuditEvent" e WHERE e."accountId" = ${accountId}::uuid ORDER BY e."id" LIMIT ${oldestLookedAt})
    SELECT
      NOT EXISTS (SELECT 1 FROM "AuditLeaf" l WHERE l."logId" = ${logId}::uuid AND l."seq" = 1)
        OR EXISTS (SELECT 1 FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId"
          WHERE l."logId" = ${logId}::uuid AND l."seq" = 1) AS "isWhole",
      (SELECT l."sealedAt" FROM "AuditLeaf" l WHERE l."logId" = ${logId}::uuid
        AND l."seq" < coalesce((SELECT min(k."seq") FROM oldest JOIN "AuditLeaf" k ON k."eventId" = oldest."id"), 9e18)
        ORDER BY l."seq" DESC LIMIT 1) AS "sealedAt"`;
  const { isWhole, sealedAt } = rows[0]!;
  return isWhole ? null : sealedAt;
}
