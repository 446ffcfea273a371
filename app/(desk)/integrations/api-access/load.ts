import type { SearchParams } from "nuqs/server";
import { queryOf } from "@/app/(desk)/integrations/api-access/query";
import type { Desk } from "@/app/desk-context";
import type { TokenRights } from "@/components/tokens/token-rights";
import { canDo } from "@/domain/access/actions";
import { done, type Result } from "@/domain/result";
import type { SavedView } from "@/domain/saved-views/saved-view";
import { type TokenQuery, tokenQuerySchema } from "@/domain/tokens/token-query";
import type {
  TokenCounts,
  TokenCreationOptions,
  TokenFilterOptions,
  TokenPage,
} from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";
import { listSavedViews } from "@/services/saved-views/list";
import { countTokens } from "@/services/tokens/counts";
import { loadCreationOptions } from "@/services/tokens/creation-options";
import { loadTokenFilterOptions } from "@/services/tokens/filter-options";
import { listTokens } from "@/services/tokens/list";

/** What the viewer may do on these pages. */
export function rightsOf(viewer: Desk["viewer"]): TokenRights {
  return {
    create: canDo(viewer, "token.create"),
    rotate: canDo(viewer, "token.rotate"),
    edit: canDo(viewer, "token.edit"),
    toggle: canDo(viewer, "token.disable"),
    remove: canDo(viewer, "token.delete"),
    revokeAll: canDo(viewer, "token.revoke_all"),
    export: canDo(viewer, "token.export"),
  };
}

export type ApiAccessData = {
  readonly page: TokenPage;
  readonly query: TokenQuery;
  readonly counts: TokenCounts;
  readonly filterOptions: TokenFilterOptions;
  readonly creation: TokenCreationOptions | null;
  readonly views: readonly SavedView[];
};

/** Everything the grid shows, asked for at once; the first refusal of any part is the answer. */
export async function loadApiAccess(
  { context, viewer }: Desk,
  searchParams: SearchParams,
): Promise<Result<ApiAccessData>> {
  const asked = queryOf(searchParams);
  const [page, counts, filterOptions, creation, views] = await Promise.all([
    listTokens(context, asked),
    countTokens(context),
    loadTokenFilterOptions(context, asked),
    canDo(viewer, "token.create") ? loadCreationOptions(context) : done(null),
    listSavedViews(context, { page: "tokens" }),
  ]);
  if (!page.ok) return page;
  if (!counts.ok) return counts;
  if (!filterOptions.ok) return filterOptions;
  if (!creation.ok) return creation;
  if (!views.ok) return views;
  return done({
    page: page.value,
    query: tokenQuerySchema.parse(asked),
    counts: counts.value,
    filterOptions: filterOptions.value,
    creation: creation.value === null ? null : madeHere(creation.value),
    views: views.value,
  });
}

// Personal tokens are made by their owners, keys of organizations on the organization's page.
function madeHere(options: TokenCreationOptions): TokenCreationOptions {
  return { ...options, types: options.types.filter(({ type }) => typeRule(type).createdAt === "api_access") };
}
