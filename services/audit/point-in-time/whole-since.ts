import type { Database } from "@/prisma/client-factory";

/**
 * Since when nothing is missing from an account's log: its beginning (null), or the time at which the last event that retention has
 * dropped had been sealed: every event from then on is there.
 */
export async function findWholeSince(db: Database, accountId: string): Promise<Date | null> {
  const rows = await db.$queryRaw<{ sealedAt: Date }[]>`
    SELECT l."sealedAt" FROM "AuditRetention" r
    JOIN "AuditLeaf" l ON l."logId" = r."accountId" AND l."seq" = r."droppedThrough"
    WHERE r."accountId" = ${accountId}::uuid`;
  return rows[0]?.sealedAt ?? null;
}
