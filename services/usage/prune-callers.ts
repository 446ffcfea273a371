import type { Connection } from "@/prisma/connection";
import { usageBounds } from "@/services/usage/usage-bounds";

/**
 * Forgets the callers of these tokens beyond the newest `callersPerTokenMax`. Rows that a flush holds are skipped, so that
 * the two never wait for each other; the next pruning finds them.
 */
export async function pruneCallers(connection: Connection, tokenIds: readonly string[]): Promise<number> {
  const result = await connection.query(
    `DELETE FROM "TokenCaller" WHERE ctid = ANY(ARRAY(
       SELECT c.ctid FROM "TokenCaller" c
       JOIN (
         SELECT "tokenId", "secretId", "ip", "agent",
                row_number() OVER (PARTITION BY "tokenId" ORDER BY "lastSeenAt" DESC, "secretId", "ip", "agent") AS place
         FROM "TokenCaller" WHERE "tokenId" = ANY($1::uuid[])
       ) AS ranked USING ("tokenId", "secretId", "ip", "agent")
       WHERE ranked.place > $2
       FOR UPDATE OF c SKIP LOCKED))`,
    [tokenIds, usageBounds.callersPerTokenMax],
  );
  return result.rowCount ?? 0;
}
