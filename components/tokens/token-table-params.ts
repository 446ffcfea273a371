import { tableParams } from "@/components/data-table/table-params";
import { expiringFilters, lastUsedFilters, pageSizes, tokenSorts } from "@/domain/tokens/query-choices";
import { tokenStatuses } from "@/domain/tokens/status";
import { listedTokenTypeNames } from "@/domain/tokens/types";

export const apiAccessPath = "/integrations/api-access";

/** The grid's place in the URL. `ids` names the token that a pasted secret led to. */
export const tokenTableParams = tableParams({
  sort: tokenSorts,
  defaultSort: { id: "createdAt", dir: "desc" },
  per: [50, ...pageSizes.filter((size) => size !== 50)],
  filters: {
    status: tokenStatuses,
    type: listedTokenTypeNames,
    actsAs: "any",
    createdBy: "any",
    organization: "any",
    lastUsed: lastUsedFilters,
    expiring: expiringFilters,
    ownerGone: ["true"],
    ids: "any",
  },
});
