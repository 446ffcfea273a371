import { Callout } from "@/components/ui/callout";
import { DateTime } from "@/components/ui/relative-time";
import type { ReviewDetails } from "@/domain/reviews/review-views";

/** The signature under a review, or why it was cancelled; nothing while it goes on. */
export function ReviewEnd({ review }: { review: ReviewDetails }) {
  if (review.signedAt)
    return (
      <Callout
        tone="ok"
        className="mb-5"
        title={
          <>
            Signed by {review.signedByName}, <DateTime at={review.signedAt} precision="minute" />
          </>
        }
      >
        <span className="wrap-anywhere whitespace-pre-line">{review.statement}</span>
      </Callout>
    );
  if (review.cancelledAt)
    return (
      <Callout
        className="mb-5"
        title={
          <>
            Cancelled by {review.cancelledByName}, <DateTime at={review.cancelledAt} precision="minute" />
          </>
        }
      >
        <span className="wrap-anywhere whitespace-pre-line">{review.cancelReason}</span>
      </Callout>
    );
  return null;
}
