import type { Overview } from "@/domain/overview/overview";
import { tokenCountQueries } from "@/domain/tokens/token-counts";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import type { Database } from "@/prisma/client-factory";
import { expiryKey, tokenWhere } from "@/services/tokens/token-where";

const shownMax = 5;

/** The active tokens that expire next, soonest first: the first rows behind the count "expiring soon". */
export function findNextToExpire(db: Database, accountId: string, now: Date): Promise<Overview["expiring"]> {
  const query = tokenQuerySchema.parse(tokenCountQueries.expiringSoon);
  return db.$queryRaw<Overview["expiring"]>`
    SELECT t."id", t."name", t."type"::text AS "type", t."prefix", t."last4", t."expiresAt" FROM "Token" t
    WHERE ${tokenWhere(query, { accountId, organizationId: null, now, goneUserIds: [] })}
    ORDER BY ${expiryKey}, t."id" LIMIT ${shownMax}`;
}
