import { done, type Result } from "@/domain/result";
import type { Outcome } from "@/domain/reviews/decisions";
import { typeRule } from "@/domain/tokens/types";
import type { Work } from "@/services/kernel/act";
import { type LockedReview, reviewTarget } from "@/services/reviews/lock-review";
import { settleChanges } from "@/services/reviews/settle-changes";
import type { WaitingItem } from "@/services/reviews/waiting";
import { deleteAndAudit } from "@/services/tokens/delete-tokens";
import { type LockedToken, lockTokens } from "@/services/tokens/lock-tokens";
import { setEnabled } from "@/services/tokens/set-enabled";

export type CarriedBatch = {
  readonly disabled: number;
  readonly revoked: number;
  readonly unchanged: number;
};

/**
 * Disables and revokes the tokens of waiting items and notes the outcome of each. Tokens that are deleted only when disabled (API
 * keys) are disabled first, with that event too: the decision and its carrying out are the two steps that this rule wants.
 */
export async function carryOutItems(
  work: Work,
  review: LockedReview,
  items: readonly WaitingItem[],
): Promise<Result<CarriedBatch>> {
  const tokenIds = items.map((item) => item.tokenId);
  const tokens = await lockTokens(work, tokenIds);
  await settleChanges(work, review, tokenIds);
  const live = new Map(tokens.filter((token) => token.deletedAt === null).map((token) => [token.id, token]));
  const those = (decision: WaitingItem["decision"]) =>
    items.flatMap((item) => (item.decision === decision ? (live.get(item.tokenId) ?? []) : []));
  const toRevoke = those("revoke");
  const toDisable = those("disable").filter(isEnabled);
  const first = toRevoke.filter(
    (token) => isEnabled(token) && typeRule(token.type).deleteWhen === "disabled",
  );
  const disabled = await setEnabled(work, [...toDisable, ...first], false);
  if (!disabled.ok) return disabled;
  await deleteAndAudit(work, toRevoke);
  const ofDone = new Set([...toDisable, ...toRevoke].map((token) => token.id));
  const outcomeOf = ({ tokenId }: WaitingItem): Outcome =>
    ofDone.has(tokenId) ? "done" : live.has(tokenId) ? "already" : "gone";
  await note(work, review, items, outcomeOf);
  const unchanged = items.length - ofDone.size;
  const batch = { disabled: toDisable.length, revoked: toRevoke.length, unchanged };
  if (items.length > 0)
    await work.audit({ action: "review.carry_out", target: reviewTarget(review), details: batch });
  return done(batch);
}

const isEnabled = (token: LockedToken) => token.disabledAt === null;

async function note(
  { tx, accountId, actor, now }: Work,
  review: LockedReview,
  items: readonly WaitingItem[],
  outcomeOf: (item: WaitingItem) => Outcome,
): Promise<void> {
  for (const outcome of ["done", "already", "gone"] as const) {
    const ids = items.filter((item) => outcomeOf(item) === outcome).map((item) => item.tokenId);
    if (ids.length === 0) continue;
    await tx.reviewItem.updateMany({
      where: { reviewId: review.id, accountId, tokenId: { in: ids } },
      data: { carriedOutAt: now, carriedOutByName: actor.name, outcome, failedAt: null },
    });
  }
}
