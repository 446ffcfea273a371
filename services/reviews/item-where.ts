import { Prisma } from "@/prisma/client/client";
import { likePattern } from "@/services/kernel/page-of";
import { isSettled, joinPresent, mayDiffer, presentChanges } from "@/services/reviews/changes";
import type { ItemsQuery } from "@/services/reviews/list-items";

/** FROM and WHERE of a review's tokens (ReviewItem i) as the page's address asks for them. */
export function itemWhere(
  query: Pick<ItemsQuery, "reviewId" | "q" | "decision" | "reviewer" | "changed" | "carried">,
  accountId: string,
  review: { readonly createdAt: Date; readonly ended: boolean },
): Prisma.Sql {
  const parts = [
    Prisma.sql`i."reviewId" = ${query.reviewId}::uuid AND i."accountId" = ${accountId}::uuid`,
    ...among(Prisma.sql`i."decision"`, query.decision, Prisma.sql`text`),
    ...among(Prisma.sql`i."reviewerId"`, query.reviewer, Prisma.sql`uuid`),
  ];
  const isDone = query.carried.includes("done");
  const isWaiting = query.carried.includes("waiting");
  if (isDone !== isWaiting)
    parts.push(
      isDone
        ? Prisma.sql`i."carriedOutAt" IS NOT NULL`
        : Prisma.sql`i."decision" IN ('disable', 'revoke') AND i."carriedOutAt" IS NULL`,
    );
  if (isDone && isWaiting) parts.push(Prisma.sql`i."decision" IN ('disable', 'revoke')`);
  if (query.q !== "") {
    const like = likePattern(query.q);
    parts.push(
      Prisma.sql`(i."name" ILIKE ${like} OR i."notes" ILIKE ${like} OR i."last4" = ${query.q} OR i."reason" ILIKE ${like})`,
    );
  }
  const changed = query.changed.length > 0;
  if (changed) {
    const settled = isSettled(review.ended);
    parts.push(
      Prisma.sql`(${settled} OR ${mayDiffer(review)})`,
      Prisma.sql`CASE WHEN ${settled} THEN i."changes" ELSE ${presentChanges} END <> '{}'`,
    );
  }
  return Prisma.sql`"ReviewItem" i ${changed ? joinPresent : Prisma.empty}
    WHERE ${Prisma.join(parts, " AND ")}`;
}

// One value as an equality: then the index has the rows in the order of the page.
function among(column: Prisma.Sql, values: readonly string[], type: Prisma.Sql): Prisma.Sql[] {
  if (values.length === 0) return [];
  return values.length === 1
    ? [Prisma.sql`${column} = ${values[0]}::${type}`]
    : [Prisma.sql`${column} = ANY(${[...values]}::${type}[])`];
}
