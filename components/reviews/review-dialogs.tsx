"use client";

import { useRef } from "react";
import { CancelReviewDialog } from "@/components/reviews/cancel-review-dialog";
import { CarryOutDialog } from "@/components/reviews/carry-out-dialog";
import { DecideChosen } from "@/components/reviews/decide-chosen";
import { tokensWord } from "@/components/reviews/decision-words";
import { ReassignDialog } from "@/components/reviews/reassign-dialog";
import type { ReviewActions } from "@/components/reviews/review-actions";
import { SignDialog } from "@/components/reviews/sign-dialog";
import { formatCount } from "@/components/ui/format-count";
import { toast } from "@/components/ui/toast";
import type { Decision } from "@/domain/reviews/decisions";
import type { ReviewDetails, ReviewItem } from "@/domain/reviews/review-views";

/** Tokens that something is done to; `clear` where they were selected. */
export type Chosen = {
  readonly tokenIds: readonly string[];
  readonly items: readonly ReviewItem[];
  readonly clear?: () => void;
};

export type ReviewDialog =
  | { readonly kind: "decide"; readonly decision: Decision; readonly chosen: Chosen }
  | { readonly kind: "reassign"; readonly chosen: Chosen }
  | { readonly kind: "reassign-all"; readonly reviewer: ReviewDetails["reviewers"][number] }
  | { readonly kind: "carry-out" | "sign" | "cancel" };

const counted = (count: number) => `${formatCount(count)} ${tokensWord(count)}`;

/** What can be open over the page of a review: one at a time. */
export function ReviewDialogs({
  review,
  open,
  onOpen,
  viewer,
  actions,
  refresh,
  goOn,
  undo,
}: {
  review: ReviewDetails;
  open: ReviewDialog | null;
  onOpen: (dialog: ReviewDialog | null) => void;
  viewer: { readonly userId: string; readonly name: string };
  actions: ReviewActions;
  refresh: () => void;
  /** After decisions: shows them, and goes on to the next token. `said`: what was done. */
  goOn: (tokenIds: readonly string[], said: string) => void;
  /** Takes decisions back. */
  undo: (chosen: Chosen) => void;
}) {
  const lastReasons = useRef<Partial<Record<Decision, string>>>({});
  const close = () => onOpen(null);
  const done = (message: string) => {
    close();
    toast.success(message);
    refresh();
  };
  const { id: reviewId } = review;
  switch (open?.kind) {
    case "decide":
      return (
        <DecideChosen
          review={review}
          decision={open.decision}
          chosen={open.chosen}
          viewerId={viewer.userId}
          lastReasons={lastReasons}
          actions={actions}
          onClose={close}
          goOn={goOn}
          undo={undo}
        />
      );
    case "reassign": {
      const { tokenIds, clear } = open.chosen;
      return (
        <ReassignDialog
          count={tokenIds.length}
          fromName={null}
          loadOptions={actions.loadOptions}
          reassign={(toUserId) => actions.reassign({ reviewId, tokenIds, toUserId })}
          onClose={close}
          onReassigned={(name, changed) => {
            clear?.();
            done(`Assigned ${counted(changed)} to ${name}`);
          }}
        />
      );
    }
    case "reassign-all": {
      const { userId: fromUserId, name: fromName, items, decided } = open.reviewer;
      return (
        <ReassignDialog
          count={items - decided}
          fromName={fromName}
          loadOptions={actions.loadOptions}
          reassign={(toUserId) => actions.reassign({ reviewId, fromUserId, toUserId })}
          onClose={close}
          onReassigned={(name, changed) => done(`Assigned ${counted(changed)} to ${name}`)}
        />
      );
    }
    case "carry-out":
      return (
        <CarryOutDialog
          review={review}
          carryOut={actions.carryOut}
          onClose={() => {
            close();
            refresh();
          }}
        />
      );
    case "sign":
      return (
        <SignDialog
          review={review}
          viewerName={viewer.name}
          sign={(statement) => actions.signOff({ reviewId, statement })}
          onClose={close}
          onSigned={() => done(`Signed “${review.name}”`)}
        />
      );
    case "cancel":
      return (
        <CancelReviewDialog
          name={review.name}
          cancel={(reason) => actions.cancel({ reviewId, reason })}
          onClose={close}
          onCancelled={() => done(`Cancelled “${review.name}”`)}
        />
      );
    default:
      return null;
  }
}
