import { Prisma } from "@/prisma/client/client";
import type { Work } from "@/services/kernel/act";
import { joinPresent, mayDiffer, presentChanges } from "@/services/reviews/changes";

/**
 * Writes down in what tokens of a review differ: after that they are not compared any more. Of all of it as it ends; of those that are
 * carried out (`tokenIds`) before that, as then they differ by what the review itself does.
 */
export async function settleChanges(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  review: { readonly id: string; readonly createdAt: Date },
  tokenIds: readonly string[] | null = null,
): Promise<void> {
  const among =
    tokenIds === null ? Prisma.empty : Prisma.sql`AND i."tokenId" = ANY(${[...tokenIds]}::uuid[])`;
  await tx.$executeRaw`
    UPDATE "ReviewItem" w SET "changes" = p."changes"
    FROM (
      SELECT i."tokenId", ${presentChanges} AS "changes" FROM "ReviewItem" i ${joinPresent}
      WHERE i."reviewId" = ${review.id}::uuid AND i."accountId" = ${accountId}::uuid AND i."carriedOutAt" IS NULL ${among}
        AND (i."changes" <> '{}' OR ${mayDiffer(review)})) p
    WHERE w."reviewId" = ${review.id}::uuid AND w."tokenId" = p."tokenId" AND w."changes" <> p."changes"`;
}
