import type { Work } from "@/services/kernel/act";
import { joinPresent, presentChanges } from "@/services/reviews/changes";

/** Writes down in what each token of a review differs as it ends: after that nothing is compared any more. */
export async function settleChanges(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  reviewId: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "ReviewItem" w SET "changes" = p."changes"
    FROM (
      SELECT i."tokenId", ${presentChanges} AS "changes" FROM "ReviewItem" i ${joinPresent}
      WHERE i."reviewId" = ${reviewId}::uuid AND i."accountId" = ${accountId}::uuid AND i."carriedOutAt" IS NULL) p
    WHERE w."reviewId" = ${reviewId}::uuid AND w."tokenId" = p."tokenId" AND w."changes" <> p."changes"`;
}
