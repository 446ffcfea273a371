import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { reviewDueDaysMax, reviewersMax, reviewTokensMax } from "@/domain/reviews/bounds";
import { endOfDay } from "@/domain/reviews/review-state";
import { act, isUniqueViolation, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { keptFilter, reviewFilterSchema } from "@/services/reviews/chosen-tokens";
import { findEligibleReviewers } from "@/services/reviews/eligible";
import { insertItems, splits } from "@/services/reviews/insert-items";
import { reviewTarget } from "@/services/reviews/lock-review";
import { recountReviewers } from "@/services/reviews/recount";
import { reviewFields } from "@/services/reviews/review-fields";

const startInput = z.object({
  name: reviewFields.name,
  filter: reviewFilterSchema,
  /** A day; the review is due at its end in UTC. */
  dueOn: z.iso.date({ error: "The due date must be a day such as 2027-01-31." }).transform(endOfDay),
  reviewerIds: z
    .array(z.uuid({ error: "Choose reviewers by id." }), { error: "Choose reviewers." })
    .min(1, "Choose at least one reviewer.")
    .max(reviewersMax, `At most ${reviewersMax} reviewers.`)
    .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]),
  split: z.enum(splits, { error: "Split evenly (even) or by who created them (creator)." }).default("even"),
  requestKey: z.uuid({ error: "The request key must be a UUID." }).optional(),
});

export type StartReviewInput = z.input<typeof startInput>;

const timeoutMs = 120_000;

/**
 * Starts a review of the tokens that a filter of the grid finds now: each is frozen as it is, and one reviewer is asked about it.
 * Tokens made later are not in it. Refuses: invalid_input (also: no token, too many, a reviewer who may not decide), forbidden,
 * duplicate_request.
 */
export async function startReview(
  context: Context,
  input: unknown,
  options: { accountId?: string } = {},
): Promise<Result<{ id: string; items: number }>> {
  const parsed = parseInput(startInput, input);
  if (!parsed.ok) return parsed;
  const { name, dueOn: dueAt, reviewerIds, split, requestKey } = parsed.value;
  const filter = keptFilter(parsed.value.filter);
  if (!filter.ok) return filter;
  try {
    return await act(
      context,
      "review.start",
      async (work) => {
        const { tx, accountId, actor, now } = work;
        const days = (dueAt.getTime() - now.getTime()) / 86_400_000;
        if (days < 0 || days > reviewDueDaysMax)
          return wrongField("dueOn", `The due date must be today or within ${reviewDueDaysMax} days.`);
        const reviewers = await findEligibleReviewers(tx, accountId, { userIds: reviewerIds, lock: true });
        if (reviewers.length < reviewerIds.length)
          return wrongField("reviewerIds", "Reviewers must be active administrators of the account.");
        const review = { id: uuidv7(), name, filter: filter.value };
        await tx.review.create({
          data: {
            ...review,
            accountId,
            dueAt,
            createdAt: now,
            createdById: actor.kind === "user" ? actor.userId : null,
            createdByName: actor.name,
            requestKey: requestKey ?? null,
            reviewers: { create: reviewers.map(({ userId, name }) => ({ userId, name })) },
          },
        });
        const ids = reviewers.map(({ userId }) => userId);
        const items = await insertItems(work, review, ids, split);
        if (items === 0) return wrongField("filter", "No token fits this filter now.");
        if (items > reviewTokensMax)
          return wrongField(
            "filter",
            `A review has at most ${reviewTokensMax} tokens. Narrow the filter and start several.`,
          );
        await recountReviewers(tx, review.id, ids);
        await work.audit({
          action: "review.start",
          target: reviewTarget(review),
          details: {
            count: items,
            dueAt,
            filter: filter.value,
            split,
            reviewers: reviewers.map((reviewer) => reviewer.name),
          },
        });
        return done({ id: review.id, items });
      },
      { ...options, timeoutMs },
    );
  } catch (error) {
    if (isUniqueViolation(error))
      return refuseWith("duplicate_request", "This review was started already: it is in the list.");
    throw error;
  }
}

function wrongField(field: string, message: string) {
  return refuseWith("invalid_input", message, { [field]: message });
}
