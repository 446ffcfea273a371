import type { Result } from "@/domain/result";
import type { Decision } from "@/domain/reviews/decisions";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import type { CarriedOut, ReviewStartOptions } from "@/domain/reviews/review-views";

export type StartInput = {
  name: string;
  filter: ReviewFilter;
  dueOn: string;
  reviewerIds: readonly string[];
  split: "even" | "creator";
  requestKey: string;
};

export type DecideInput = {
  reviewId: string;
  tokenIds: readonly string[];
  /** Number of the last decision about each token that the page showed. */
  seen: Readonly<Record<string, number>>;
} & ({ decision: Decision; reason: string } | { decision: "open" });

export type ReassignInput = { reviewId: string; toUserId: string } & (
  | { tokenIds: readonly string[] }
  | { fromUserId: string }
);

/** What starts a review, wherever tokens are chosen; the server decides each time. */
export type StartReviewActions = {
  readonly loadOptions: (filter: ReviewFilter) => Promise<Result<ReviewStartOptions>>;
  readonly start: (input: StartInput) => Promise<Result<{ id: string; items: number }>>;
};

/** What the page of a review can do; the server decides each time. */
export type ReviewActions = {
  readonly loadOptions: StartReviewActions["loadOptions"];
  readonly decide: (input: DecideInput) => Promise<Result<{ changed: number; unchanged: number }>>;
  readonly reassign: (input: ReassignInput) => Promise<Result<{ changed: number }>>;
  readonly remind: (reviewId: string) => Promise<Result<{ reminded: readonly string[] }>>;
  readonly carryOut: (input: {
    reviewId: string;
    revision: number;
    after: number;
    confirmation?: string;
  }) => Promise<Result<CarriedOut & { next: number | null }>>;
  readonly signOff: (input: { reviewId: string; statement: string }) => Promise<Result<unknown>>;
  readonly cancel: (input: { reviewId: string; reason: string }) => Promise<Result<unknown>>;
};

/** What the viewer may do with reviews; the server decides again. */
export type ReviewRights = {
  readonly start: boolean;
  readonly decide: boolean;
  readonly carryOut: boolean;
  readonly signOff: boolean;
};
