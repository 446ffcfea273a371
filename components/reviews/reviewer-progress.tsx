import { UserRoundX } from "lucide-react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format-count";
import { Progress } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import type { ReviewDetails } from "@/domain/reviews/review-views";

type Reviewer = ReviewDetails["reviewers"][number];

/** How far each reviewer is; who can no longer decide stands out, with the way on. */
export function ReviewerProgressList({
  reviewers,
  onReassign,
}: {
  reviewers: readonly Reviewer[];
  /** Null: the viewer may not assign, or the review has ended. */
  onReassign: ((reviewer: Reviewer) => void) | null;
}) {
  return (
    <Section title="Reviewers" className="mb-5">
      <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {reviewers.map((reviewer) => (
          <li key={reviewer.userId} className="min-w-0">
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 truncate">{reviewer.name}</span>
              <span className="shrink-0 text-muted text-sm tabular-nums">
                {formatCount(reviewer.decided)} of {formatCount(reviewer.items)}
              </span>
            </div>
            <Progress
              label={`Decided by ${reviewer.name}`}
              value={reviewer.decided}
              max={reviewer.items}
              className="mt-1.5"
            />
            {!reviewer.mayDecide && reviewer.decided < reviewer.items && onReassign ? (
              <div className="mt-1.5 flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
                <Status tone="warn" icon={<UserRoundX />}>
                  can no longer decide
                </Status>
                <Button size="sm" onClick={() => onReassign(reviewer)}>
                  Assign to somebody else
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}
