import type { Ref } from "react";
import { tokensWord } from "@/components/reviews/decision-words";
import { reviewItemParams, reviewPath } from "@/components/reviews/review-params";
import { formatCount } from "@/components/ui/format-count";
import { TextLink } from "@/components/ui/text-link";
import type { ReviewDetails } from "@/domain/reviews/review-views";

/** For who is asked, where no token that the page shows waits for them: whether others do. The focus ends here after the last decision. */
export function NoneWaiting({
  ref,
  review,
  reviewer: { userId, items, decided },
}: {
  ref: Ref<HTMLParagraphElement>;
  review: ReviewDetails;
  reviewer: ReviewDetails["reviewers"][number];
}) {
  const left = items - decided;
  return (
    <p ref={ref} tabIndex={-1} className="mb-3">
      {left > 0 ? (
        <>
          No token shown here waits for you; {formatCount(left)} {left === 1 ? "other does" : "others do"}.{" "}
          <TextLink
            href={reviewItemParams.href(reviewPath(review), {
              filters: { decision: ["open"], reviewer: [userId] },
            })}
          >
            Show {left === 1 ? "it" : "them"}
          </TextLink>
        </>
      ) : (
        `You have decided about ${items === 1 ? "the" : `all ${formatCount(items)}`} ${tokensWord(items)} that you are asked about.`
      )}
    </p>
  );
}
