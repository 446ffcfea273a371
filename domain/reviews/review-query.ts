import { z } from "zod";
import { itemDecisions } from "@/domain/reviews/decisions";
import { reviewItemSorts, reviewListSorts } from "@/domain/reviews/query-choices";
import { reviewStates } from "@/domain/reviews/review-state";

const values = <const T extends readonly [string, ...string[]]>(allowed: T, what: string) =>
  z
    .array(z.enum(allowed, { error: `The ${what} is one of ${allowed.join(", ")}.` }))
    .max(allowed.length, "Too many values.")
    .default([]);

/** What may be asked of the list of reviews besides search, page and page size. */
export const reviewListFields = {
  state: values(reviewStates, "state"),
  sort: z.enum(reviewListSorts, { error: "Reviews cannot be sorted by that." }).default("due"),
  dir: z.enum(["asc", "desc"], { error: "The direction is asc or desc." }).default("desc"),
};

/** What may be asked of a review's tokens besides search, page and page size. */
export const reviewItemFields = {
  decision: values(itemDecisions, "decision"),
  reviewer: z
    .array(z.uuid({ error: "Choose reviewers by id." }))
    .max(50, "Too many values.")
    .default([]),
  /** Only those that differ from what they were when the review began. */
  changed: values(["true"], "filter"),
  /** Decisions that wait to be carried out, or those that were. */
  carried: values(["waiting", "done"], "filter"),
  sort: z.enum(reviewItemSorts, { error: "Tokens cannot be sorted by that." }).default("name"),
  dir: z.enum(["asc", "desc"], { error: "The direction is asc or desc." }).default("asc"),
};
