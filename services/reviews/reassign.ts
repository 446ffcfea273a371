import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { findEligibleReviewers } from "@/services/reviews/eligible";
import { lockItems } from "@/services/reviews/lock-items";
import { lockOpenReview, reviewTarget } from "@/services/reviews/lock-review";
import { recountReviewers } from "@/services/reviews/recount";
import { reviewFields } from "@/services/reviews/review-fields";

const userId = z.uuid({ error: "Choose a reviewer by id." });
const reassignInput = z
  .object({
    reviewId: reviewFields.reviewId,
    toUserId: userId,
    tokenIds: reviewFields.tokenIds.optional(),
    /** All tokens of this reviewer that are not decided. */
    fromUserId: userId.optional(),
  })
  .refine(({ tokenIds, fromUserId }) => (tokenIds === undefined) !== (fromUserId === undefined), {
    path: ["tokenIds"],
    message: "Name the tokens, or the reviewer whose open tokens are meant.",
  });

export type ReassignInput = z.input<typeof reassignInput>;

/**
 * Asks another reviewer about tokens of a review. Decisions stay until the new reviewer changes them. Refuses: invalid_input (also:
 * who may not decide), forbidden, not_found, review_ended, review_item_done.
 */
export async function reassignReviewItems(
  context: Context,
  input: unknown,
): Promise<Result<{ changed: number }>> {
  const parsed = parseInput(reassignInput, input);
  if (!parsed.ok) return parsed;
  const { reviewId, toUserId, tokenIds, fromUserId } = parsed.value;
  return act(context, "review.reassign", async (work) => {
    const { tx, accountId } = work;
    const review = await lockOpenReview(work, reviewId);
    if (!review.ok) return review;
    const [reviewer] = await findEligibleReviewers(tx, accountId, { userIds: [toUserId], lock: true });
    if (reviewer === undefined) {
      const message = "The reviewer must be an active administrator of the account.";
      return refuseWith("invalid_input", message, { toUserId: message });
    }
    const locked = tokenIds === undefined ? null : await lockItems(work, review.value, tokenIds);
    if (locked && !locked.ok) return locked;
    await tx.reviewReviewer.upsert({
      where: { reviewId_userId: { reviewId, userId: toUserId }, accountId },
      create: { reviewId, accountId, userId: toUserId, name: reviewer.name },
      update: {},
    });
    const moved = { accountId, reviewId, reviewerId: { not: toUserId } };
    const { count: changed } = await tx.reviewItem.updateMany({
      where:
        tokenIds === undefined
          ? { ...moved, decision: "open", AND: { reviewerId: fromUserId ?? toUserId } }
          : { ...moved, tokenId: { in: tokenIds } },
      data: { reviewerId: toUserId },
    });
    if (changed === 0) return done({ changed });
    const before = locked ? locked.value.map((item) => item.reviewerId) : [fromUserId ?? toUserId];
    await recountReviewers(tx, reviewId, [toUserId, ...before]);
    await work.audit({
      action: "review.reassign",
      target: reviewTarget(review.value),
      details: {
        count: changed,
        reviewer: reviewer.name,
        ...(tokenIds === undefined ? { fromUserId } : { tokenIds }),
      },
    });
    return done({ changed });
  });
}
