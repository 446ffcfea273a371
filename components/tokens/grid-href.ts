import { apiAccessPath, tokenTableParams } from "@/components/tokens/token-table-params";
import type { TokenQueryInput } from "@/domain/tokens/query-choices";

/** The grid's address for a filter: a figure that is a link leads to exactly the rows it counts. */
export function gridHref(query: Omit<TokenQueryInput, "q" | "sort" | "dir" | "page" | "pageSize">): string {
  const filters = Object.entries(query).map(([key, value]) => [key, [value].flat().map(String)]);
  return tokenTableParams.href(apiAccessPath, { filters: Object.fromEntries(filters) });
}
