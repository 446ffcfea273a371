import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { reviewTokensMax } from "@/domain/reviews/bounds";
import type { ReviewStartOptions } from "@/domain/reviews/review-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { chosenTokens, keptFilter, reviewFilterSchema } from "@/services/reviews/chosen-tokens";
import { findEligibleReviewers } from "@/services/reviews/eligible";
import { countTokens } from "@/services/tokens/counts";

const optionsInput = z.object({ filter: reviewFilterSchema });

/**
 * What the form that starts a review shows: how many tokens the filter finds, and who may be asked.
 * Refuses: invalid_input, forbidden.
 */
export async function loadReviewStartOptions(
  context: Context,
  input: unknown,
): Promise<Result<ReviewStartOptions>> {
  const parsed = parseInput(optionsInput, input);
  if (!parsed.ok) return parsed;
  const filter = keptFilter(parsed.value.filter);
  if (!filter.ok) return filter;
  return read(context, "review.start", async ({ actor, now, ...reach }) => {
    const counts = await countTokens(context);
    if (!counts.ok) return counts;
    const chosen = await chosenTokens(context.db, filter.value, { ...reach, now });
    const [[found], reviewers] = await Promise.all([
      context.db.$queryRaw<[{ tokens: number }]>`
        SELECT count(*)::int AS "tokens" FROM (SELECT 1 FROM ${chosen} LIMIT ${reviewTokensMax + 1}) chosen`,
      findEligibleReviewers(context.db, reach.accountId),
    ]);
    const viewerId = actor.kind === "user" ? actor.userId : null;
    return done({ tokens: found.tokens, counts: counts.value, reviewers, viewerId, now });
  });
}
