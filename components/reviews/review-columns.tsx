import { RowLink } from "@/components/data-table/row-link";
import type { TableColumn } from "@/components/data-table/table-column";
import { reviewPath } from "@/components/reviews/review-params";
import { ReviewStatus } from "@/components/reviews/review-status";
import { formatCount } from "@/components/ui/format-count";
import { Progress } from "@/components/ui/progress";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import type { ReviewSummary } from "@/domain/reviews/review-views";

/** The list of reviews. */
export function reviewColumns(now: Date): readonly TableColumn<ReviewSummary>[] {
  return [
    {
      id: "name",
      header: "Review",
      width: 240,
      sortable: true,
      hideable: false,
      card: "title",
      cell: (review) => (
        <>
          <RowLink href={reviewPath(review)}>{review.name}</RowLink>
          <span className="block truncate text-muted text-sm">
            {formatCount(review.items)} tokens, started by {review.createdByName}
          </span>
        </>
      ),
    },
    {
      id: "state",
      header: "State",
      width: 110,
      card: "aside",
      cell: (review) => <ReviewStatus state={review.state} />,
    },
    {
      id: "progress",
      header: "Decided",
      width: 130,
      card: "line",
      cell: (review) => (
        <span className="block max-w-52">
          <span className="block text-sm tabular-nums">
            {formatCount(review.decided)} of {formatCount(review.items)}
            <span className="hidden cards:inline"> decided</span>
          </span>
          <Progress
            label={`Decided in ${review.name}`}
            value={review.decided}
            max={review.items}
            tone={review.state === "overdue" ? "warn" : "accent"}
            className="mt-1.5 cards:w-40"
          />
        </span>
      ),
    },
    {
      id: "due",
      header: "Due",
      width: 168,
      sortable: true,
      descFirst: true,
      cell: (review) =>
        review.signedAt ? (
          <>
            Signed <DateTime at={review.signedAt} />
            <span className="block truncate text-muted text-sm cards:inline"> by {review.signedByName}</span>
          </>
        ) : review.cancelledAt ? (
          <span className="text-muted">
            Cancelled <DateTime at={review.cancelledAt} />
          </span>
        ) : (
          <>
            <DateTime at={review.dueAt} />
            <span className="block text-muted text-sm cards:inline">
              {" "}
              <RelativeTime at={review.dueAt} now={now} />
            </span>
          </>
        ),
    },
    {
      id: "reviewers",
      header: "Reviewers",
      width: 170,
      clip: true,
      card: "none",
      cell: (review) => {
        const names = review.reviewers.map((reviewer) => reviewer.name).join(", ");
        return <span title={names}>{names}</span>;
      },
    },
    {
      id: "started",
      header: "Started",
      width: 110,
      sortable: true,
      descFirst: true,
      card: "none",
      cell: (review) => <DateTime at={review.createdAt} className="whitespace-nowrap" />,
    },
  ];
}
