import { deploymentLogId } from "@/domain/audit/log-id";
import type { Connection } from "@/prisma/connection";

/**
 * The logs whose tree, numbers and checkpoints do not go equally far, or did not when they were last looked at: one look into an index
 * for each account.
 */
export async function findUnsettledLogs(connection: Connection): Promise<string[]> {
  const { rows } = await connection.query<{ id: string }>(text, [deploymentLogId]);
  return rows.map((row) => row.id);
}

const text = `
SELECT log."id" FROM (
  SELECT log."id", t."size", t."alarm", (SELECT max(l."seq") FROM "AuditLeaf" l WHERE l."logId" = log."id") AS "seq",
    (SELECT max(c."size") FROM "AuditCheckpoint" c WHERE c."logId" = log."id") AS "signedSize"
  FROM (SELECT "id" FROM "Account" UNION SELECT "logId" FROM "AuditTree" UNION SELECT $1::uuid) log
  LEFT JOIN "AuditTree" t ON t."logId" = log."id"
) log
WHERE coalesce(log."seq", 0) <> coalesce(log."size", 0) OR coalesce(log."signedSize", 0) > coalesce(log."seq", 0)
  OR log."alarm" IN ('rolled_back', 'unhashable')`;
