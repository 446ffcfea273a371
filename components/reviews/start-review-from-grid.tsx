"use client";

import { useRouter } from "next/navigation";
import type { StartReviewActions } from "@/components/reviews/review-actions";
import { reviewPath } from "@/components/reviews/review-params";
import { StartReviewDialog } from "@/components/reviews/start-review-dialog";
import { useGuardedStart } from "@/components/reviews/use-guarded-reviews";
import { useRefresh } from "@/components/ui/use-refresh";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import type { TokenQuery } from "@/domain/tokens/token-query";

/** The form over the grid, for the tokens that are filtered or selected there; then the review's own page. */
export function StartReviewFromGrid({
  filter,
  actions: given,
  onClose,
}: {
  filter: ReviewFilter;
  actions: StartReviewActions;
  onClose: () => void;
}) {
  const router = useRouter();
  const refresh = useRefresh();
  const actions = useGuardedStart(given);
  return (
    <StartReviewDialog
      filter={filter}
      actions={actions}
      onClose={onClose}
      onStarted={(id) => {
        router.push(reviewPath({ id }));
        // The side bar counts it.
        refresh();
      }}
    />
  );
}

/** What of the grid's query chooses tokens. */
export function filterOf({ sort: _, dir: _d, page: _p, pageSize: _s, ...filter }: TokenQuery): ReviewFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}
