import { done, type Result } from "@/domain/result";
import { type TokenCountName, tokenCountQueries } from "@/domain/tokens/token-counts";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import type { TokenCount, TokenCounts } from "@/domain/tokens/token-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { countTotal } from "@/services/tokens/find-page";
import { loadGoneUserIds } from "@/services/tokens/gone-users";

/**
 * The grid's counts, each exact up to `exactTotalMaxOf` its query. Each counts exactly the rows that its query in `tokenCountQueries` lists.
 * Refuses: forbidden.
 */
export async function countTokens(context: Context): Promise<Result<TokenCounts>> {
  return read(context, "token.view", async ({ accountId, organizationId, now }) => {
    const goneUserIds = await loadGoneUserIds(context.db, accountId);
    const names = Object.keys(tokenCountQueries) as TokenCountName[];
    const counts = await Promise.all(
      names.map(async (name): Promise<[TokenCountName, TokenCount]> => {
        const query = tokenQuerySchema.parse(tokenCountQueries[name]);
        const facts = { accountId, organizationId, now, goneUserIds };
        return [name, await countTotal(context.db, query, facts)];
      }),
    );
    return done(Object.fromEntries(counts) as TokenCounts);
  });
}
