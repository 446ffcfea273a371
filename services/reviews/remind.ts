import { done, type Result } from "@/domain/result";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockOpenReview, reviewTarget } from "@/services/reviews/lock-review";
import { reviewIdInput } from "@/services/reviews/review-fields";

/**
 * Reminds all reviewers of a review who have tokens left to decide: the desk tells them who did and when.
 * Refuses: invalid_input, forbidden, not_found, review_ended. Nobody left to remind: nothing is written.
 */
export async function remindReviewers(
  context: Context,
  input: unknown,
): Promise<Result<{ reminded: readonly string[] }>> {
  const parsed = parseInput(reviewIdInput, input);
  if (!parsed.ok) return parsed;
  const { reviewId } = parsed.value;
  return act(context, "review.remind", async (work) => {
    const { tx, accountId, actor, now } = work;
    const review = await lockOpenReview(work, reviewId);
    if (!review.ok) return review;
    const rows = await tx.$queryRaw<{ name: string }[]>`
      UPDATE "ReviewReviewer" SET "remindedAt" = ${now}, "remindedByName" = ${actor.name}
      WHERE "reviewId" = ${reviewId}::uuid AND "accountId" = ${accountId}::uuid AND "decided" < "items" RETURNING "name"`;
    const reminded = rows.map((row) => row.name).sort();
    if (reminded.length > 0)
      await work.audit({
        action: "review.remind",
        target: reviewTarget(review.value),
        details: { reviewers: reminded },
      });
    return done({ reminded });
  });
}
