import * as actions from "@/app/(desk)/reviews/actions";
import type { ReviewActions, StartReviewActions } from "@/components/reviews/review-actions";

/** The server actions under the names by which components know them. */
export const startReviewActions: StartReviewActions = {
  loadOptions: actions.loadStartOptions,
  start: actions.start,
};

export const reviewActions: ReviewActions = {
  loadOptions: actions.loadStartOptions,
  decide: actions.decide,
  reassign: actions.reassign,
  remind: actions.remind,
  carryOut: actions.carryOut,
  signOff: actions.signOff,
  cancel: actions.cancel,
};
