import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockOpenReview, reviewTarget } from "@/services/reviews/lock-review";
import { reviewFields } from "@/services/reviews/review-fields";
import { settleChanges } from "@/services/reviews/settle-changes";

const cancelInput = z.object({ reviewId: reviewFields.reviewId, reason: reviewFields.reason });

const timeoutMs = 60_000;

/**
 * Ends a review without a result; it stays to be read. What was carried out stays done, what was not will not be.
 * Refuses: invalid_input, forbidden, not_found, review_ended.
 */
export async function cancelReview(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(cancelInput, input);
  if (!parsed.ok) return parsed;
  const { reviewId, reason } = parsed.value;
  return act(
    context,
    "review.cancel",
    async (work) => {
      const { tx, accountId, actor, now } = work;
      const review = await lockOpenReview(work, reviewId);
      if (!review.ok) return review;
      await settleChanges(work, review.value);
      await tx.review.update({
        where: { id: reviewId, accountId },
        data: { cancelledAt: now, cancelledByName: actor.name, cancelReason: reason },
      });
      await work.audit({
        action: "review.cancel",
        target: reviewTarget(review.value),
        details: { reason },
      });
      return done({ id: reviewId });
    },
    { timeoutMs },
  );
}
