import type { Overview } from "@/domain/overview/overview";
import { exactTotalMax } from "@/domain/tokens/token-query";
import { listedTokenTypeNames, type TokenType } from "@/domain/tokens/types";
import type { Database } from "@/prisma/client-factory";

/** Active tokens of each type, most first; types without any are left out. Each count stops at `exactTotalMax`. */
export async function countActiveByType(
  db: Database,
  accountId: string,
  now: Date,
): Promise<Overview["activeByType"]> {
  const rows = await db.$queryRaw<{ type: TokenType; found: bigint }[]>`
    SELECT x."type", (
      SELECT count(*) FROM (
        SELECT 1 FROM "Token" t
        WHERE t."accountId" = ${accountId}::uuid AND t."type" = x."type"::"TokenType" AND t."deletedAt" IS NULL
          AND t."disabledAt" IS NULL AND (t."expiresAt" IS NULL OR t."expiresAt" > ${now})
          AND (t."notBefore" IS NULL OR t."notBefore" <= ${now})
        LIMIT ${exactTotalMax + 1}) AS bounded) AS "found"
    FROM unnest(${[...listedTokenTypeNames]}::text[]) AS x("type")`;
  return rows
    .map((row) => ({ type: row.type, found: Number(row.found) }))
    .filter((row) => row.found > 0)
    .sort((a, b) => b.found - a.found)
    .map(({ type, found }) => ({
      type,
      count: { count: Math.min(found, exactTotalMax), exact: found <= exactTotalMax },
    }));
}
