import { decisionKeys, decisionLook } from "@/components/reviews/decision-words";
import { Button } from "@/components/ui/button";
import { formatInstant } from "@/components/ui/format-time";
import { Status } from "@/components/ui/status";
import { type Decision, decisions } from "@/domain/reviews/decisions";
import type { ReviewItem } from "@/domain/reviews/review-views";

/** What was decided and why; for who is asked and has not answered, the three answers. */
export function DecisionCell({
  item,
  onDecide,
}: {
  item: ReviewItem;
  /** Null: the viewer is not asked about this token, or nothing can change. */
  onDecide: ((decision: Decision) => void) | null;
}) {
  if (item.decision === "open" && onDecide)
    return (
      <span className="-my-1 flex flex-wrap gap-1">
        {decisions.map((decision) => (
          <Button
            key={decision}
            size="sm"
            variant={decision === "revoke" ? "danger-ghost" : "ghost"}
            className={decision === "revoke" ? "border-line" : "border-line text-ink"}
            aria-label={`${decisionLook[decision].label} ${item.name}`}
            aria-keyshortcuts={decisionKeys[decision]}
            onClick={() => onDecide(decision)}
          >
            {decisionLook[decision].label}
          </Button>
        ))}
      </span>
    );
  const { tone, icon, label } = decisionLook[item.decision];
  return (
    <>
      <Status tone={tone} icon={icon}>
        {label}
        {outcomeWords(item)}
      </Status>
      {item.reason ? (
        <span
          className="block truncate text-muted text-sm cards:whitespace-normal"
          title={`${item.reason}${item.decidedAt ? `\n${item.decidedByName}, ${formatInstant(item.decidedAt)}` : ""}`}
        >
          {item.reason}
        </span>
      ) : null}
    </>
  );
}

function outcomeWords(item: ReviewItem): string {
  if (item.outcome === "done") return ": carried out";
  if (item.outcome === "already") return ": was so already";
  if (item.outcome === "gone") return ": was deleted before";
  return item.failedAt ? ": could not be carried out" : "";
}
