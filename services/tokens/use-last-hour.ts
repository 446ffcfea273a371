import type { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";

const hourMs = 3_600_000;

/**
 * What stops when tokens end: their good calls in this hour and the last, and the addresses seen within an hour.
 * @param tokenIds a query for the ids of tokens of the account
 */
export async function loadUseOf(
  db: Database,
  tokenIds: Prisma.Sql,
  now: Date,
): Promise<{ calls: number; addresses: number }> {
  const ago = new Date(now.getTime() - hourMs);
  const hour = new Date(Math.floor(ago.getTime() / hourMs) * hourMs);
  const [use] = await db.$queryRaw<[{ calls: number; addresses: number }]>`
    WITH wanted AS (${tokenIds})
    SELECT (SELECT COALESCE(sum(u."count"), 0)::float8 FROM "UsageHour" u
        WHERE u."tokenId" IN (SELECT "id" FROM wanted) AND u."hour" >= ${hour} AND u."verdict" = 'valid') AS "calls",
      (SELECT count(DISTINCT c."ip")::int FROM "TokenCaller" c
        WHERE c."tokenId" IN (SELECT "id" FROM wanted) AND c."lastSeenAt" >= ${ago}) AS "addresses"`;
  return use;
}
