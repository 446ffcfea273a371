import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import type { EveryCount } from "@/services/tokens/delete-every";

/**
 * The exact number of tokens that `revokeAllTokens` would delete now, for its dialog: those of the grid, whose number is typed, and
 * those of API clients. Each is counted along its own index. Refuses: forbidden.
 */
export async function loadRevokeAllFacts(context: Context): Promise<Result<EveryCount>> {
  return read(context, "token.revoke_all", async ({ accountId, now }) => {
    const rows = await context.db.$queryRaw<EveryCount[]>`
      SELECT
        (SELECT count(*)::int FROM "Token" t WHERE t."accountId" = ${accountId}::uuid
          AND t."deletedAt" IS NULL AND t."type" <> 'gateway' AND t."apiClientId" IS NULL) AS "count",
        (SELECT count(*)::int FROM "ApiClient" c JOIN "Token" t ON t."apiClientId" = c."id"
          WHERE c."accountId" = ${accountId}::uuid AND t."deletedAt" IS NULL AND t."expiresAt" > ${now}) AS "ofClients"`;
    return done(rows[0]!);
  });
}
