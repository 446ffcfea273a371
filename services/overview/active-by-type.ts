import type { Overview } from "@/domain/overview/overview";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { listedTokenTypeNames } from "@/domain/tokens/types";
import type { Database } from "@/prisma/client-factory";
import { countTotal } from "@/services/tokens/find-page";

/**
 * Active tokens of each type, most first; types without any are left out. Each is the number of rows that the grid lists for
 * `status=active&type=…`, exact up to `exactTotalMaxOf` it.
 */
export async function countActiveByType(
  db: Database,
  accountId: string,
  now: Date,
): Promise<Overview["activeByType"]> {
  const found = await Promise.all(
    listedTokenTypeNames.map(async (type) => {
      const query = tokenQuerySchema.parse({ status: ["active"], type: [type] });
      const count = await countTotal(db, query, { accountId, organizationId: null, now, goneUserIds: [] });
      return { type, count };
    }),
  );
  return found.filter(({ count }) => count.count > 0).sort((a, b) => b.count.count - a.count.count);
}
