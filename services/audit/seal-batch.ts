import type { Connection } from "@/prisma/connection";

/** Any number that nothing else in the database locks. */
const advisoryLock = "7318349422002";

/** Events that one transaction moves: some tens of milliseconds. */
export const sealBatchSize = 2_000;

/**
 * Gives waiting events their places, at most `limit` of them in one transaction, and says how many; null when another process
 * is at it. The lock is taken by a statement of its own: a statement that waited for it would read what was true before it
 * waited, and number twice. Within a batch the order is that of writing, which is that of cause and effect.
 */
export async function sealBatch(connection: Connection, now: Date, limit: number): Promise<number | null> {
  await connection.query("BEGIN ISOLATION LEVEL READ COMMITTED");
  try {
    const { rows } = await connection.query<{ held: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS held",
      [advisoryLock],
    );
    const isHeld = rows[0]?.held === true;
    const sealed = isHeld ? (await connection.query(sealText, [limit, now])).rowCount : null;
    await connection.query("COMMIT");
    return sealed;
  } catch (error) {
    await connection.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

// Nobody else writes leaves while the lock is held, so the highest number of each log cannot change under the statement.
const sealText = `
WITH taken AS (
  DELETE FROM "AuditPending" WHERE "n" = ANY (ARRAY(SELECT "n" FROM "AuditPending" ORDER BY "n" LIMIT $1))
  RETURNING "n", "logId", "eventId"
), head AS MATERIALIZED (
  SELECT log."logId", coalesce((SELECT max(l."seq") FROM "AuditLeaf" l WHERE l."logId" = log."logId"), 0) AS "seq"
  FROM (SELECT DISTINCT "logId" FROM taken) log
)
INSERT INTO "AuditLeaf" ("logId", "seq", "eventId", "organizationId", "sealedAt")
SELECT t."logId", head."seq" + row_number() OVER (PARTITION BY t."logId" ORDER BY t."n"), t."eventId",
  CASE e."targetKind" WHEN 'organization' THEN e."targetId" ELSE k."organizationId" END, $2
FROM taken t JOIN head ON head."logId" = t."logId"
LEFT JOIN "AuditEvent" e ON e."id" = t."eventId"
LEFT JOIN "Gateway" g ON e."targetKind" = 'gateway' AND g."id" = e."targetId"
LEFT JOIN "Token" k ON k."id" = CASE e."targetKind" WHEN 'token' THEN e."targetId" WHEN 'gateway' THEN g."tokenId" END
  AND k."accountId" = e."accountId"
ORDER BY t."n"`;
