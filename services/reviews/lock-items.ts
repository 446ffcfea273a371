import { done, type Result } from "@/domain/result";
import type { ItemDecision } from "@/domain/reviews/decisions";
import { refuseWith, type Work } from "@/services/kernel/act";

export type LockedItem = {
  readonly tokenId: string;
  readonly name: string;
  readonly reviewerId: string;
  readonly decision: ItemDecision;
  readonly reason: string;
  readonly decidedAt: Date | null;
  readonly decidedById: string | null;
  readonly decidedByName: string | null;
  readonly decidedRevision: number;
  readonly carriedOutAt: Date | null;
};

/**
 * Locks tokens of a review whose decision can still change; the caller has locked the review. Refuses not_found (one of them is
 * not in it), review_item_done.
 */
export async function lockItems(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  review: { readonly id: string },
  tokenIds: readonly string[],
): Promise<Result<LockedItem[]>> {
  const items = await tx.$queryRaw<LockedItem[]>`
    SELECT "tokenId", "name", "reviewerId", "decision", "reason", "decidedAt", "decidedById", "decidedByName", "decidedRevision",
      "carriedOutAt" FROM "ReviewItem"
    WHERE "reviewId" = ${review.id}::uuid AND "accountId" = ${accountId}::uuid AND "tokenId" = ANY(${[...tokenIds]}::uuid[])
    ORDER BY "tokenId" FOR UPDATE`;
  const missing = tokenIds.length - items.length;
  if (missing > 0)
    return refuseWith("not_found", `${missing} of the ${tokenIds.length} tokens are not in this review.`);
  const carriedOut = items.find((item) => item.carriedOutAt !== null);
  if (carriedOut)
    return refuseWith(
      "review_item_done",
      `What was decided about “${carriedOut.name}” is carried out and stays. Nothing was changed.`,
    );
  return done(items);
}
