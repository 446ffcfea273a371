import { tokensWord } from "@/components/reviews/decision-words";
import { reviewItemParams, reviewPath } from "@/components/reviews/review-params";
import { ButtonLink } from "@/components/ui/button-link";
import { Callout } from "@/components/ui/callout";
import { formatCount } from "@/components/ui/format-count";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import type { ReviewNotice } from "@/domain/reviews/review-views";

const shownMax = 3;

/** The reviews that wait for the viewer, above everything else on the overview. */
export function ReviewNotices({
  notices,
  viewerId,
  now,
}: {
  notices: readonly ReviewNotice[];
  viewerId: string;
  now: Date;
}) {
  if (notices.length === 0) return null;
  return (
    <div className="mb-5 grid gap-2">
      {notices.slice(0, shownMax).map((notice) => (
        <Callout
          key={notice.id}
          role="status"
          tone={notice.isOverdue ? "warn" : "neutral"}
          title={
            notice.next === "decide"
              ? `${notice.name}: ${formatCount(notice.open)} ${tokensWord(notice.open)} to decide`
              : `${notice.name}: ready to be ${notice.next === "sign" ? "signed" : "carried out"}`
          }
          action={
            <ButtonLink
              size="sm"
              href={
                notice.next === "decide"
                  ? reviewItemParams.href(reviewPath(notice), {
                      filters: { decision: ["open"], reviewer: [viewerId] },
                    })
                  : reviewPath(notice)
              }
            >
              {notice.next === "decide" ? "Decide" : "Open"}
            </ButtonLink>
          }
        >
          {notice.isOverdue ? "Was due" : "Due"} <DateTime at={notice.dueAt} />
          {notice.remindedAt && notice.next === "decide" ? (
            <>
              . {notice.remindedByName} reminded you <RelativeTime at={notice.remindedAt} now={now} />
            </>
          ) : null}
          .
        </Callout>
      ))}
    </div>
  );
}
