import { done, type Result } from "@/domain/result";
import { changedCountedMax } from "@/domain/reviews/bounds";
import { type ItemDecision, itemDecisions } from "@/domain/reviews/decisions";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import { hasEnded, reviewState } from "@/domain/reviews/review-state";
import type { ReviewDetails } from "@/domain/reviews/review-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { joinPresent, mayDiffer, presentChanges } from "@/services/reviews/changes";
import { findEligibleReviewers } from "@/services/reviews/eligible";
import { progressOf } from "@/services/reviews/list";
import { noReview } from "@/services/reviews/lock-review";
import { reviewIdInput } from "@/services/reviews/review-fields";
import { countWaiting } from "@/services/reviews/waiting";

/** A review with its numbers, for its page. Refuses: invalid_input, forbidden, not_found. */
export async function loadReview(context: Context, input: unknown): Promise<Result<ReviewDetails>> {
  const parsed = parseInput(reviewIdInput, input);
  if (!parsed.ok) return parsed;
  const { reviewId } = parsed.value;
  const { db } = context;
  return read(context, "review.view", async ({ accountId, now }) => {
    const review = await db.review.findUnique({
      where: { id: reviewId, accountId },
      include: { reviewers: { where: { accountId }, orderBy: [{ name: "asc" }, { userId: "asc" }] } },
    });
    if (review === null) return noReview();
    const progress = progressOf(review.reviewers);
    const ended = hasEnded(review);
    const [counted, waiting, eligible, changed] = await Promise.all([
      db.$queryRaw<{ decision: ItemDecision; count: number }[]>`
        SELECT "decision", count(*)::int AS "count" FROM "ReviewItem"
        WHERE "reviewId" = ${reviewId}::uuid AND "accountId" = ${accountId}::uuid GROUP BY "decision"`,
      countWaiting(db, { reviewId, accountId }, 0, now),
      findEligibleReviewers(db, accountId),
      progress.items > changedCountedMax ? null : countChanged(context, accountId, review, ended),
    ]);
    const isEligible = new Set(eligible.map(({ userId }) => userId));
    const countOf = new Map(counted.map(({ decision, count }) => [decision, count]));
    const { signedById: _, accountId: _a, requestKey: _k, filter, reviewers, ...facts } = review;
    return done({
      ...facts,
      ...progress,
      filter: filter as ReviewFilter,
      state: reviewState(review, now),
      reviewers: reviewers
        .filter(({ items }) => items > 0)
        .map(({ userId, name, items, decided, remindedAt }) => ({
          userId,
          name,
          items,
          decided,
          remindedAt,
          mayDecide: isEligible.has(userId),
        })),
      counts: Object.fromEntries(itemDecisions.map((each) => [each, countOf.get(each) ?? 0])) as Record<
        ItemDecision,
        number
      >,
      waiting,
      changed,
      now,
    });
  });
}

async function countChanged(
  { db }: Context,
  accountId: string,
  review: { readonly id: string; readonly createdAt: Date },
  ended: boolean,
): Promise<number> {
  const reviewId = review.id;
  const rows = ended
    ? await db.$queryRaw<[{ count: number }]>`
        SELECT count(*)::int AS "count" FROM "ReviewItem"
        WHERE "reviewId" = ${reviewId}::uuid AND "accountId" = ${accountId}::uuid AND "changes" <> '{}'`
    : await db.$queryRaw<[{ count: number }]>`
        SELECT count(*)::int AS "count" FROM "ReviewItem" i ${joinPresent}
        WHERE i."reviewId" = ${reviewId}::uuid AND i."accountId" = ${accountId}::uuid
          AND (i."carriedOutAt" IS NOT NULL OR ${mayDiffer(review)})
          AND CASE WHEN i."carriedOutAt" IS NULL THEN ${presentChanges} ELSE i."changes" END <> '{}'`;
  return rows[0].count;
}
