"use client";

import { type RefObject, useRef } from "react";
import { DecideDialog, type Decided } from "@/components/reviews/decide-dialog";
import { decisionLook, tokensWord } from "@/components/reviews/decision-words";
import type { ReviewActions } from "@/components/reviews/review-actions";
import type { Chosen } from "@/components/reviews/review-dialogs";
import { formatCount } from "@/components/ui/format-count";
import { toast } from "@/components/ui/toast";
import { seenRevisions } from "@/domain/reviews/decided-meanwhile";
import type { Decision } from "@/domain/reviews/decisions";
import type { ReviewDetails } from "@/domain/reviews/review-views";

/** Decides about what was chosen in a review, then says so and goes on. Mounted while open. */
export function DecideChosen({
  review,
  decision,
  chosen,
  viewerId,
  lastReasons,
  actions,
  onClose,
  goOn,
  undo,
}: {
  review: ReviewDetails;
  decision: Decision;
  chosen: Chosen;
  viewerId: string;
  /** The reasons that were given before, by decision. */
  lastReasons: RefObject<Partial<Record<Decision, string>>>;
  actions: ReviewActions;
  onClose: () => void;
  goOn: (tokenIds: readonly string[], said: string) => void;
  undo: (chosen: Chosen) => void;
}) {
  const { items, clear } = chosen;
  const { id: reviewId } = review;
  const isStale = useRef(false);

  async function decide({ reason, anyway, leftOut }: Decided) {
    const tokenIds = chosen.tokenIds.filter((id) => !leftOut.includes(id));
    const taken = anyway.filter(({ reviewerId }) => reviewerId !== viewerId).map(({ tokenId }) => tokenId);
    if (taken.length > 0) {
      const assigned = await actions.reassign({ reviewId, tokenIds: taken, toUserId: viewerId });
      if (!assigned.ok) return assigned;
    }
    const seen = { ...seenRevisions(items), ...seenRevisions(anyway) };
    const result = await actions.decide({ reviewId, tokenIds, decision, reason, seen });
    isStale.current = !result.ok && result.refusal.decided !== undefined;
    return result;
  }

  function end({ reason, anyway, leftOut }: Decided, changed: number) {
    lastReasons.current[decision] = reason.trim();
    clear?.();
    onClose();
    const decided = {
      tokenIds: chosen.tokenIds.filter((id) => !leftOut.includes(id)),
      items: items.filter((item) => !leftOut.includes(item.tokenId)),
    };
    const isNew =
      anyway.length === 0 &&
      decided.items.length === decided.tokenIds.length &&
      decided.items.every((item) => item.decision === "open");
    const about = chosen.tokenIds.length === 1 && items[0] ? `“${items[0].name}”` : counted(changed);
    const said = `Decided to ${decisionLook[decision].label.toLowerCase()} ${about}`;
    toast.success(said, {
      action: isNew ? { label: "Undo", onClick: () => undo(decided) } : undefined,
    });
    goOn(decided.tokenIds, said);
  }

  return (
    <DecideDialog
      decision={decision}
      items={items}
      count={chosen.tokenIds.length}
      lastReason={lastReasons.current[decision] ?? ""}
      now={review.now}
      viewerId={viewerId}
      decide={decide}
      onClose={() => {
        onClose();
        // Left as others decided: the page shows that now.
        if (isStale.current) goOn(chosen.tokenIds, "Nothing was decided");
      }}
      onDecided={end}
    />
  );
}

const counted = (count: number) => `${formatCount(count)} ${tokensWord(count)}`;
