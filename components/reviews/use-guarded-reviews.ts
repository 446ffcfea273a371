"use client";

import { useMemo } from "react";
import { useReauth } from "@/components/reauth/reauth-provider";
import type { ReviewActions, StartReviewActions } from "@/components/reviews/review-actions";

/** The actions of a review's page, each of which may ask for the password and then runs again with the same input. */
export function useGuardedReviewActions(actions: ReviewActions): ReviewActions {
  const guarded = useReauth();
  return useMemo(
    () => ({
      loadOptions: (filter) => guarded(() => actions.loadOptions(filter)),
      decide: (input) => guarded(() => actions.decide(input)),
      reassign: (input) => guarded(() => actions.reassign(input)),
      remind: (reviewId) => guarded(() => actions.remind(reviewId)),
      carryOut: (input) => guarded(() => actions.carryOut(input)),
      signOff: (input) => guarded(() => actions.signOff(input)),
      cancel: (input) => guarded(() => actions.cancel(input)),
    }),
    [actions, guarded],
  );
}

/** The same for starting one. */
export function useGuardedStart(actions: StartReviewActions): StartReviewActions {
  const guarded = useReauth();
  return useMemo(
    () => ({
      loadOptions: (filter) => guarded(() => actions.loadOptions(filter)),
      start: (input) => guarded(() => actions.start(input)),
    }),
    [actions, guarded],
  );
}
