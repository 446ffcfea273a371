import type { TableFilter } from "@/components/data-table/table-filter";
import { decisionLook } from "@/components/reviews/decision-words";
import { itemDecisions } from "@/domain/reviews/decisions";
import type { ReviewDetails } from "@/domain/reviews/review-views";

/** The filters over a review's tokens. */
export function itemFilters(review: ReviewDetails, viewerId: string): readonly TableFilter[] {
  return [
    {
      id: "decision",
      label: "Decision",
      options: itemDecisions.map((decision) => ({
        value: decision,
        label: decisionLook[decision].label,
        count: review.counts[decision],
      })),
    },
    {
      id: "reviewer",
      label: "Reviewer",
      options: review.reviewers.map(({ userId, name, items }) => ({
        value: userId,
        label: userId === viewerId ? `${name} (you)` : name,
        count: items,
      })),
    },
    {
      id: "changed",
      label: "Changed",
      multiple: false,
      options: [{ value: "true", label: "Since the review began" }],
    },
    {
      id: "carried",
      label: "Carried out",
      multiple: false,
      more: true,
      options: [
        { value: "waiting", label: "Not yet" },
        { value: "done", label: "Done" },
      ],
    },
  ];
}
