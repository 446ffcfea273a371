import type { Work } from "@/services/kernel/act";
import { joinPresent, mayDiffer, presentChanges } from "@/services/reviews/changes";

/** Writes down in what each token of a review differs as it ends: after that nothing is compared any more. */
export async function settleChanges(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  review: { readonly id: string; readonly createdAt: Date },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "ReviewItem" w SET "changes" = p."changes"
    FROM (
      SELECT i."tokenId", ${presentChanges} AS "changes" FROM "ReviewItem" i ${joinPresent}
      WHERE i."reviewId" = ${review.id}::uuid AND i."accountId" = ${accountId}::uuid AND i."carriedOutAt" IS NULL
        AND (i."changes" <> '{}' OR ${mayDiffer(review)})) p
    WHERE w."reviewId" = ${review.id}::uuid AND w."tokenId" = p."tokenId" AND w."changes" <> p."changes"`;
}
