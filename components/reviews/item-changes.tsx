import { PencilLine } from "lucide-react";
import { Status } from "@/components/ui/status";
import { changeWords } from "@/domain/reviews/item-changes";
import type { ReviewItem } from "@/domain/reviews/review-views";

/** "changed since the review began: notes, rotated"; nothing for a token that is as it was. */
export function ItemChangesLine({ item }: { item: ReviewItem }) {
  if (item.changes.length === 0) return null;
  const words = changeWords(item.changes);
  const said = item.changes.includes("deleted")
    ? "deleted since the review began"
    : item.changedSinceDecision
      ? `changed after the decision: ${words}`
      : `changed: ${words}`;
  return (
    <span
      className="flex min-w-0"
      title={`Since the review began: ${words}${item.changedSinceDecision ? "; after it was decided" : ""}`}
    >
      <Status tone={item.changedSinceDecision ? "bad" : "warn"} icon={<PencilLine />}>
        {said}
      </Status>
    </span>
  );
}
