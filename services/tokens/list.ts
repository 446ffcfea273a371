import { done, type Result } from "@/domain/result";
import { holdsTokenForm } from "@/domain/tokens/token-form";
import { type TokenQuery, tokenQuerySchema } from "@/domain/tokens/token-query";
import { parseTokenString } from "@/domain/tokens/token-string";
import type { TokenPage } from "@/domain/tokens/token-views";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { findTokenIdBySecret } from "@/services/tokens/find-by-secret";
import { findPage } from "@/services/tokens/find-page";
import { loadGoneUserIds } from "@/services/tokens/gone-users";
import { loadSummaries } from "@/services/tokens/summaries";

/**
 * A page of the account's tokens for the grid. Source: Zorus, the grid of API access. A whole token in `q` finds its row by
 * digest, also a deleted one. Refuses: invalid_input (by field), forbidden.
 */
export async function listTokens(context: Context, input: unknown): Promise<Result<TokenPage>> {
  const parsed = parseInput(tokenQuerySchema, input);
  if (!parsed.ok) return parsed;
  return read(context, "token.view", async ({ accountId, organizationId, now }) => {
    const resolved = await resolveSecret(context, accountId, parsed.value);
    if (!resolved.ok) return resolved;
    const query = resolved.value;
    const goneUserIds = query.ownerGone ? await loadGoneUserIds(context.db, accountId) : [];
    const found = await findPage(context.db, query, { accountId, organizationId, now, goneUserIds });
    const { count, exact } = found.total;
    const rows = await loadSummaries(context.db, accountId, found.ids, now);
    return done({
      rows,
      total: count,
      totalIsExact: exact,
      page: found.page,
      pageFromEnd: found.pageFromEnd,
      pageSize: query.pageSize,
      pageCount: exact ? Math.max(1, Math.ceil(count / query.pageSize)) : null,
      order: found.order,
      now,
    });
  });
}

/**
 * Replaces a whole token in the search by its row's id, so that a secret is never part of a text search; a text that only
 * looks like one is refused. With a token, the default filter does not hide a deleted row.
 */
export async function resolveSecret(
  context: Context,
  accountId: string,
  query: TokenQuery,
): Promise<Result<TokenQuery>> {
  if (query.q === undefined || !holdsTokenForm(query.q)) return done(query);
  const secret = parseTokenString(query.q);
  if (secret === null) {
    return refuseWith("invalid_input", "q: This looks like a part of a token. Paste the whole token.", {
      q: "must not be a part of a token",
    });
  }
  const id = await findTokenIdBySecret(context, accountId, secret);
  return done({
    ...query,
    q: undefined,
    ids: id === null ? [nobody] : [id],
    status: query.status ?? ["active", "disabled", "expired", "not_yet_valid", "deleted"],
  });
}

const nobody = "00000000-0000-0000-0000-000000000000";
