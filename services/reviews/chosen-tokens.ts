import { z } from "zod";
import { done, type Result } from "@/domain/result";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import { holdsTokenForm } from "@/domain/tokens/token-form";
import { type TokenQuery, tokenQuerySchema } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";
import { refuseWith } from "@/services/kernel/act";
import type { Reach } from "@/services/kernel/authorise";
import { loadGoneUserIds } from "@/services/tokens/gone-users";
import { filtersByActivity, tokenWhere } from "@/services/tokens/token-where";

const { sort: _, dir: _d, page: _p, pageSize: _s, ...conditions } = tokenQuerySchema.shape;

/** The grid's filter, without its order and page. */
export const reviewFilterSchema = z.object(conditions);

/** The parsed filter as it is kept: conditions that are not set are left out. Refuses a token pasted into the search. */
export function keptFilter(parsed: z.output<typeof reviewFilterSchema>): Result<ReviewFilter> {
  if (parsed.q !== undefined && holdsTokenForm(parsed.q)) {
    return refuseWith("invalid_input", "filter.q: Choose the token itself, not by its secret.", {
      "filter.q": "must not be a token",
    });
  }
  return done(JSON.parse(JSON.stringify(parsed)) as ReviewFilter);
}

/**
 * FROM and WHERE of the tokens that a filter chooses for a review (Token t): never deleted ones, and none that API clients
 * obtained, as they end by themselves within the hour.
 */
export async function chosenTokens(
  db: Database | Transaction,
  filter: ReviewFilter,
  reach: Reach & { readonly now: Date },
): Promise<Prisma.Sql> {
  const query = { ...tokenQuerySchema.parse({}), ...filter } as TokenQuery;
  const goneUserIds = query.ownerGone ? await loadGoneUserIds(db, reach.accountId) : [];
  const activity = filtersByActivity(query)
    ? Prisma.sql`JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`
    : Prisma.empty;
  return Prisma.sql`"Token" t ${activity}
    WHERE ${tokenWhere(query, { ...reach, goneUserIds })} AND t."deletedAt" IS NULL AND t."apiClientId" IS NULL`;
}
