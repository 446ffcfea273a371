import { done, type Result } from "@/domain/result";
import { listedTokenTypeNames } from "@/domain/tokens/types";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** The exact number of tokens that `revokeAllTokens` would delete now, for its dialog. Refuses: forbidden. */
export async function loadRevokeAllFacts(context: Context): Promise<Result<{ count: number }>> {
  return read(context, "token.revoke_all", async ({ accountId }) => {
    const count = await context.db.token.count({
      where: { accountId, deletedAt: null, type: { in: [...listedTokenTypeNames] } },
    });
    return done({ count });
  });
}
