export const reviewStates = ["open", "overdue", "signed", "cancelled"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** The facts that a review's state rests on. */
export type ReviewStateFacts = {
  readonly dueAt: Date;
  readonly signedAt: Date | null;
  readonly cancelledAt: Date | null;
};

/** The one owner of a review's state: badge, filter and services ask here. Overdue from the millisecond after `dueAt`. */
export function reviewState(review: ReviewStateFacts, now: Date): ReviewState {
  if (review.signedAt !== null) return "signed";
  if (review.cancelledAt !== null) return "cancelled";
  return now.getTime() > review.dueAt.getTime() ? "overdue" : "open";
}

/** True once nothing in it changes any more. */
export function hasEnded(review: Pick<ReviewStateFacts, "signedAt" | "cancelledAt">): boolean {
  return review.signedAt !== null || review.cancelledAt !== null;
}

/** What is left to do in a review before it can be signed. */
export type ReviewRemains = {
  /** Tokens that nobody decided about. */
  readonly open: number;
  /** Decisions to disable or revoke that are not carried out. */
  readonly waiting: number;
};

const inWords = (count: number) => count.toLocaleString("en-US");
const tokens = (count: number) => `${inWords(count)} ${count === 1 ? "token" : "tokens"}`;

/** Why a review cannot be signed yet, in one sentence; null when it can: a signature says what was done, not what will be. */
export function reasonAgainstSigning({ open, waiting }: ReviewRemains): string | null {
  if (open > 0) return `${tokens(open)} ${open === 1 ? "is" : "are"} not decided yet.`;
  if (waiting > 0)
    return `${waiting === 1 ? "1 decision is" : `${inWords(waiting)} decisions are`} not carried out yet.`;
  return null;
}

/** The end of a day in UTC, as when something is due that day. */
export function endOfDay(date: string): Date {
  return new Date(`${date}T23:59:59.999Z`);
}
