"use client";

import { BellRing, CircleSlash, MoreHorizontal, PenLine, PlayCircle, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { RefreshButton } from "@/components/data-table/refresh-button";
import type { ReviewRights } from "@/components/reviews/review-actions";
import type { ReviewDialog } from "@/components/reviews/review-dialogs";
import { reviewsPath } from "@/components/reviews/review-params";
import { ReviewStatus } from "@/components/reviews/review-status";
import { gridHref } from "@/components/tokens/grid-href";
import { Button } from "@/components/ui/button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { formatCount } from "@/components/ui/format-count";
import { IconButton } from "@/components/ui/icon-button";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { filterWords } from "@/domain/reviews/filter-words";
import { hasEnded, reasonAgainstSigning } from "@/domain/reviews/review-state";
import type { ReviewDetails } from "@/domain/reviews/review-views";

/** Title, facts and what can be done with the review as a whole: the next step is the main button. */
export function ReviewHeader({
  review,
  rights,
  exportButton,
  onOpen,
  onRemind,
}: {
  review: ReviewDetails;
  rights: ReviewRights;
  exportButton: ReactNode;
  onOpen: (dialog: ReviewDialog) => void;
  onRemind: () => void;
}) {
  const waiting = review.waiting.disable + review.waiting.revoke;
  const ended = hasEnded(review);
  const against = reasonAgainstSigning({ open: review.counts.open, waiting });
  const carriesOut = rights.carryOut && waiting > 0 && !ended;
  return (
    <PageHeader
      title={review.name}
      crumbs={[{ label: "Reviews", href: reviewsPath }]}
      meta={<Facts review={review} />}
      actions={
        <>
          <RefreshButton />
          {exportButton}
          {rights.decide && !ended ? (
            <DropdownMenu
              trigger={<IconButton label="More actions" variant="secondary" icon={<MoreHorizontal />} />}
              items={[
                {
                  id: "remind",
                  label: "Remind reviewers",
                  icon: <BellRing />,
                  disabledReason: review.counts.open === 0 ? "Everything is decided" : null,
                  onSelect: onRemind,
                },
                ...review.reviewers
                  .filter((reviewer) => reviewer.decided < reviewer.items)
                  .map((reviewer) => ({
                    id: `assign-${reviewer.userId}`,
                    label: `Reassign ${reviewer.name}’s open tokens…`,
                    icon: <UsersRound />,
                    onSelect: () => onOpen({ kind: "reassign-all", reviewer }),
                  })),
                { kind: "separator", id: "-" },
                {
                  id: "cancel",
                  label: "Cancel this review…",
                  icon: <CircleSlash />,
                  danger: true,
                  onSelect: () => onOpen({ kind: "cancel" }),
                },
              ]}
            />
          ) : null}
          {rights.signOff && !ended ? (
            <Button
              icon={<PenLine />}
              variant={carriesOut ? "secondary" : "primary"}
              disabledReason={against}
              onClick={() => onOpen({ kind: "sign" })}
            >
              Sign
            </Button>
          ) : null}
          {carriesOut ? (
            <Button icon={<PlayCircle />} variant="primary" onClick={() => onOpen({ kind: "carry-out" })}>
              {`Carry out ${formatCount(waiting)} ${waiting === 1 ? "decision" : "decisions"}`}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

function Facts({ review }: { review: ReviewDetails }) {
  const words = filterWords(review.filter);
  return (
    <>
      <ReviewStatus state={review.state} />
      <span aria-hidden="true">·</span>
      <span>
        {formatCount(review.decided)} of {formatCount(review.items)} decided
      </span>
      {hasEnded(review) ? null : (
        <>
          <span aria-hidden="true">·</span>
          <span>
            due <DateTime at={review.dueAt} /> (<RelativeTime at={review.dueAt} now={review.now} />)
          </span>
        </>
      )}
      <span aria-hidden="true">·</span>
      <span>
        started by {review.createdByName} on <DateTime at={review.createdAt} />
      </span>
      <span aria-hidden="true">·</span>
      <span className="wrap-anywhere">
        {review.filter.ids || review.filter.q ? (
          words
        ) : (
          <TextLink href={gridHref(review.filter)}>{words ? `tokens: ${words}` : "all tokens"}</TextLink>
        )}
      </span>
    </>
  );
}
