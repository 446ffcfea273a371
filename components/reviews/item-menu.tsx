import { ExternalLink, RotateCcw, UserRoundPen } from "lucide-react";
import { decisionKeys, decisionLook } from "@/components/reviews/decision-words";
import type { Chosen, ReviewDialog } from "@/components/reviews/review-dialogs";
import type { MenuItem } from "@/components/ui/menu-item";
import { type Decision, decisions } from "@/domain/reviews/decisions";
import type { ReviewItem } from "@/domain/reviews/review-views";

/** Why a person cannot decide about a token now; null when they can. */
export function reasonAgainstDeciding(item: ReviewItem, viewerId: string): string | null {
  if (item.carriedOutAt) return "It is carried out";
  return item.reviewerId === viewerId ? null : `${item.reviewerName} is asked about it`;
}

/** What ⋯ and right-click offer for a token of a review that goes on. */
export function itemMenu(
  item: ReviewItem,
  options: {
    viewerId: string;
    /** False for who only reads. */
    mayDecide: boolean;
    open: (dialog: ReviewDialog) => void;
    undo: (chosen: Chosen) => void;
  },
): readonly MenuItem[] {
  const { viewerId, mayDecide, open, undo } = options;
  const page: MenuItem = {
    kind: "link",
    id: "open",
    label: "Open the token",
    icon: <ExternalLink />,
    href: `/integrations/api-access/${item.tokenId}`,
  };
  if (!mayDecide) return [page];
  const disabledReason = reasonAgainstDeciding(item, viewerId);
  const chosen = { tokenIds: [item.tokenId], items: [item] };
  const decide = (decision: Decision): MenuItem => ({
    id: decision,
    label: `${decisionLook[decision].label}…`,
    icon: decisionLook[decision].icon,
    shortcut: decisionKeys[decision],
    danger: decision === "revoke",
    disabledReason,
    onSelect: () => open({ kind: "decide", decision, chosen }),
  });
  return [
    ...decisions.map(decide),
    ...(item.decision === "open"
      ? []
      : [
          {
            id: "reopen",
            label: "Take the decision back",
            icon: <RotateCcw />,
            disabledReason,
            onSelect: () => undo(chosen),
          },
        ]),
    { kind: "separator", id: "-" },
    {
      id: "assign",
      label: "Assign…",
      icon: <UserRoundPen />,
      disabledReason: item.carriedOutAt ? "It is carried out" : null,
      onSelect: () => open({ kind: "reassign", chosen }),
    },
    page,
  ];
}
