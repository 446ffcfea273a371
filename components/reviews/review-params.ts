import { tableParams } from "@/components/data-table/table-params";
import { itemDecisions } from "@/domain/reviews/decisions";
import { reviewItemSorts, reviewListSorts, reviewPageSizes } from "@/domain/reviews/query-choices";
import { reviewStates } from "@/domain/reviews/review-state";

export const reviewsPath = "/reviews";

/** The address of a review's page. */
export const reviewPath = (review: { readonly id: string }) => `${reviewsPath}/${review.id}`;

/** The tables' places in the address, for server and browser. */
export const reviewListParams = tableParams({
  sort: reviewListSorts,
  defaultSort: { id: "due", dir: "desc" },
  per: reviewPageSizes,
  filters: { state: reviewStates },
});

export const reviewItemParams = tableParams({
  sort: reviewItemSorts,
  defaultSort: { id: "name", dir: "asc" },
  per: reviewPageSizes,
  filters: {
    decision: itemDecisions,
    reviewer: "any",
    changed: ["true"],
    carried: ["waiting", "done"],
  },
});
