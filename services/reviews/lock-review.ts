import { done, type Result } from "@/domain/result";
import { hasEnded } from "@/domain/reviews/review-state";
import { refuseWith, type Work } from "@/services/kernel/act";

/** A review that goes on, as it is while its row is locked: every other verb on it waits. */
export type LockedReview = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly revision: number;
};

/** Locks a review of the account that has not ended. Refuses not_found (also for other accounts'), review_ended. */
export async function lockOpenReview(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  reviewId: string,
): Promise<Result<LockedReview>> {
  const rows = await tx.$queryRaw<(LockedReview & { signedAt: Date | null; cancelledAt: Date | null })[]>`
    SELECT "id", "name", "createdAt", "revision", "signedAt", "cancelledAt" FROM "Review"
    WHERE "id" = ${reviewId}::uuid AND "accountId" = ${accountId}::uuid FOR NO KEY UPDATE`;
  const review = rows[0];
  if (review === undefined) return noReview();
  return hasEnded(review) ? refuseWith("review_ended") : done(review);
}

/** The refusal where there is no such review in the account. */
export function noReview() {
  return refuseWith("not_found", "There is no such review.");
}

/** How audit events name a review. */
export function reviewTarget(review: { readonly id: string; readonly name: string }) {
  return { kind: "review", id: review.id, name: review.name };
}
