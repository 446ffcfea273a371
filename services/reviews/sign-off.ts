import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { reasonAgainstSigning } from "@/domain/reviews/review-state";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockOpenReview, reviewTarget } from "@/services/reviews/lock-review";
import { reviewFields } from "@/services/reviews/review-fields";
import { settleChanges } from "@/services/reviews/settle-changes";

const signInput = z.object({ reviewId: reviewFields.reviewId, statement: reviewFields.statement });

const timeoutMs = 60_000;

/**
 * Signs a review whose every token is decided and whose every decision is carried out: name, time and statement stand under it, and
 * nothing in it changes any more. The event says how many of the decisions were the signer's own (docs/decisions/0017).
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, review_ended, review_incomplete.
 */
export async function signReview(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(signInput, input);
  if (!parsed.ok) return parsed;
  const { reviewId, statement } = parsed.value;
  return act(
    context,
    "review.sign_off",
    async (work) => {
      const { tx, accountId, actor, now } = work;
      if (actor.kind !== "user") return refuseWith("person_required");
      const review = await lockOpenReview(work, reviewId);
      if (!review.ok) return review;
      await settleChanges(work, review.value);
      const { open, waiting, ...result } = await countResult(work, reviewId, actor.userId);
      const against = reasonAgainstSigning({ open, waiting });
      if (against !== null) return refuseWith("review_incomplete", against);
      await tx.review.update({
        where: { id: reviewId, accountId },
        data: { signedAt: now, signedById: actor.userId, signedByName: actor.name, statement },
      });
      await work.audit({
        action: "review.sign_off",
        target: reviewTarget(review.value),
        details: { ...result, statement },
      });
      return done({ id: reviewId });
    },
    { timeoutMs },
  );
}

type ReviewResult = {
  readonly open: number;
  readonly waiting: number;
  readonly keep: number;
  readonly disable: number;
  readonly revoke: number;
  /** Tokens that were gone before anything was carried out. */
  readonly gone: number;
  readonly changed: number;
  /** Decided by the one who signs. */
  readonly own: number;
};

async function countResult(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  reviewId: string,
  signerId: string,
): Promise<ReviewResult> {
  const rows = await tx.$queryRaw<[ReviewResult]>`
    SELECT count(*) FILTER (WHERE "decision" = 'open')::int AS "open",
      count(*) FILTER (WHERE "decision" IN ('disable', 'revoke') AND "carriedOutAt" IS NULL)::int AS "waiting",
      count(*) FILTER (WHERE "decision" = 'keep')::int AS "keep",
      count(*) FILTER (WHERE "decision" = 'disable')::int AS "disable",
      count(*) FILTER (WHERE "decision" = 'revoke')::int AS "revoke",
      count(*) FILTER (WHERE "outcome" = 'gone' OR 'deleted' = ANY("changes"))::int AS "gone",
      count(*) FILTER (WHERE "changes" <> '{}')::int AS "changed",
      count(*) FILTER (WHERE "decidedById" = ${signerId}::uuid)::int AS "own"
    FROM "ReviewItem" WHERE "reviewId" = ${reviewId}::uuid AND "accountId" = ${accountId}::uuid`;
  return rows[0];
}
