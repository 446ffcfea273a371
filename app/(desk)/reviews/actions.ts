"use server";

import { getDeskContext } from "@/app/desk-context";
import type { DecideInput, ReassignInput, StartInput } from "@/components/reviews/review-actions";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import { cancelReview } from "@/services/reviews/cancel";
import { carryOutDecisions } from "@/services/reviews/carry-out";
import { decideReviewItems } from "@/services/reviews/decide";
import { reassignReviewItems } from "@/services/reviews/reassign";
import { remindReviewers } from "@/services/reviews/remind";
import { signReview } from "@/services/reviews/sign-off";
import { startReview } from "@/services/reviews/start";
import { loadReviewStartOptions } from "@/services/reviews/start-options";

// Arguments are claims: each service parses them, and reads the rights in its own transaction.

export async function loadStartOptions(filter: ReviewFilter) {
  return loadReviewStartOptions(await getDeskContext(), { filter });
}

export async function start(input: StartInput) {
  return startReview(await getDeskContext(), input);
}

export async function decide(input: DecideInput) {
  return decideReviewItems(await getDeskContext(), input);
}

export async function reassign(input: ReassignInput) {
  return reassignReviewItems(await getDeskContext(), input);
}

export async function remind(reviewId: string) {
  return remindReviewers(await getDeskContext(), { reviewId });
}

export async function carryOut(input: {
  reviewId: string;
  revision: number;
  after: number;
  confirmation?: string;
}) {
  return carryOutDecisions(await getDeskContext(), input);
}

export async function signOff(input: { reviewId: string; statement: string }) {
  return signReview(await getDeskContext(), input);
}

export async function cancel(input: { reviewId: string; reason: string }) {
  return cancelReview(await getDeskContext(), input);
}
