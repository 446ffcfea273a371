import { z } from "zod";
import { done, type Result, refuse } from "@/domain/result";
import { decidedMeanwhileWords } from "@/domain/reviews/decided-meanwhile";
import { decisions, type ItemDecision } from "@/domain/reviews/decisions";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { joinPresent, presentChanges } from "@/services/reviews/changes";
import { findUnseen } from "@/services/reviews/find-unseen";
import { lockItems } from "@/services/reviews/lock-items";
import { type LockedReview, lockOpenReview } from "@/services/reviews/lock-review";
import { recountReviewers } from "@/services/reviews/recount";
import { reviewFields } from "@/services/reviews/review-fields";
import { tokenTarget } from "@/services/tokens/lock-tokens";

const { reviewId, tokenIds, reason, seen } = reviewFields;
const decideInput = z.discriminatedUnion(
  "decision",
  [
    z.object({ reviewId, tokenIds, seen, decision: z.enum(decisions), reason }),
    /** Takes the decision back. */
    z.object({ reviewId, tokenIds, seen, decision: z.literal("open") }),
  ],
  { error: `Choose ${decisions.join(", ")} or open.` },
);

export type DecideInput = z.input<typeof decideInput>;

/**
 * Decides about tokens of a review, all or none, with the same reason and an event for each. Nothing happens to the tokens yet.
 * What is decided so already stays as it is, and what somebody else decided is changed only by who has seen it. Refuses: invalid_input,
 * forbidden, not_found, review_ended, decided_meanwhile (with what others decided), not_assigned (one of them), review_item_done
 * (carried out already).
 */
export async function decideReviewItems(
  context: Context,
  input: unknown,
): Promise<Result<{ changed: number; unchanged: number }>> {
  const parsed = parseInput(decideInput, input);
  if (!parsed.ok) return parsed;
  const wanted = { reason: "", ...parsed.value };
  return act(context, "review.decide", async (work) => {
    const { actor } = work;
    if (actor.kind !== "user") return refuseWith("person_required");
    const review = await lockOpenReview(work, wanted.reviewId);
    if (!review.ok) return review;
    const locked = await lockItems(work, review.value, wanted.tokenIds);
    if (!locked.ok) return locked;
    const items = locked.value;
    const changing = items.filter(
      (item) => item.decision !== wanted.decision || item.reason !== wanted.reason,
    );
    const unseen = findUnseen(changing, wanted.seen, actor.userId);
    if (unseen.length > 0)
      return refuse({
        code: "decided_meanwhile",
        message: decidedMeanwhileWords(unseen, items.length),
        decided: unseen,
      });
    const foreign = items.filter((item) => item.reviewerId !== actor.userId);
    if (foreign[0]) {
      const others = `${foreign.length} of ${items.length} tokens`;
      return refuseWith(
        "not_assigned",
        `${items.length === 1 ? `“${foreign[0].name}” is` : `${others} are`} assigned to somebody else. Assign to yourself first. Nothing was decided.`,
      );
    }
    if (changing.length > 0) await write(work, review.value, changing, wanted);
    return done({ changed: changing.length, unchanged: items.length - changing.length });
  });
}

async function write(
  work: Work,
  review: LockedReview,
  items: readonly { tokenId: string; name: string; reviewerId: string; decision: ItemDecision }[],
  wanted: { decision: ItemDecision; reason: string },
): Promise<void> {
  const { tx, accountId, actor, now } = work;
  const { decision, reason } = wanted;
  const isOpen = decision === "open";
  const revision = review.revision + 1;
  const ids = items.map((item) => item.tokenId);
  const byId = actor.kind === "user" && !isOpen ? actor.userId : null;
  await tx.$executeRaw`
    UPDATE "ReviewItem" w SET "decision" = ${decision}, "reason" = ${reason}, "decidedAt" = ${isOpen ? null : now},
      "decidedById" = ${byId}::uuid, "decidedByName" = ${isOpen ? null : actor.name}, "decidedRevision" = ${revision},
      "failedAt" = NULL, "changes" = p."changes"
    FROM (
      SELECT i."tokenId", ${presentChanges} AS "changes" FROM "ReviewItem" i ${joinPresent}
      WHERE i."reviewId" = ${review.id}::uuid AND i."accountId" = ${accountId}::uuid AND i."tokenId" = ANY(${ids}::uuid[])) p
    WHERE w."reviewId" = ${review.id}::uuid AND w."tokenId" = p."tokenId"`;
  await tx.review.update({ where: { id: review.id, accountId }, data: { revision } });
  await recountReviewers(
    tx,
    review.id,
    items.map((item) => item.reviewerId),
  );
  await work.auditAll(
    items.map((item) => ({
      action: isOpen ? "review.reopen" : "review.decide",
      target: tokenTarget({ id: item.tokenId, name: item.name }),
      details: {
        review: review.name,
        reviewId: review.id,
        ...(isOpen ? {} : { decision, reason }),
        ...(item.decision === "open" ? {} : { before: { decision: item.decision } }),
      },
    })),
  );
}
