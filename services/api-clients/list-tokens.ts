import type { ClientTokenList, ClientTokenView } from "@/domain/access/api-client-views";
import { clientTokensShownMax } from "@/domain/oauth/client-bounds";
import { done, type Result } from "@/domain/result";
import { type TokenStatusFacts, tokenStatus } from "@/domain/tokens/status";
import { apiClientIdInput } from "@/services/api-clients/client-fields";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

type Row = Omit<ClientTokenView, "status"> & TokenStatusFacts;

/**
 * The newest tokens of an API client, also expired and revoked ones as long as they are kept. They stand here and not in the grid.
 * Refuses: invalid_input, forbidden, not_found.
 */
export async function listClientTokens(context: Context, input: unknown): Promise<Result<ClientTokenList>> {
  const parsed = parseInput(apiClientIdInput, input);
  if (!parsed.ok) return parsed;
  const id = parsed.value.apiClientId;
  return read(context, "api_client.view", async ({ accountId, now }): Promise<Result<ClientTokenList>> => {
    const { db } = context;
    const client = await db.apiClient.findFirst({ where: { id, accountId, deletedAt: null } });
    if (client === null) return refuseWith("not_found", "There is no such API client.");
    const [total, rows] = await Promise.all([
      db.token.count({ where: { apiClientId: id, accountId } }),
      db.$queryRaw<Row[]>`
        SELECT t."id", t."prefix", t."last4", t."createdAt", t."expiresAt", t."deletedAt", t."disabledAt", t."notBefore",
          a."lastUsedAt", a."lastIp"
        FROM "Token" t LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
        WHERE t."apiClientId" = ${id}::uuid AND t."accountId" = ${accountId}::uuid
        ORDER BY t."createdAt" DESC, t."id" DESC LIMIT ${clientTokensShownMax}`,
    ]);
    return done({ rows: rows.map((row) => toView(row, now)), total, now });
  });
}

function toView(row: Row, now: Date): ClientTokenView {
  const { id, prefix, last4, createdAt, expiresAt, lastUsedAt, lastIp } = row;
  const status = tokenStatus(row, now);
  return { id, prefix, last4, status, createdAt, expiresAt, lastUsedAt, lastIp: lastIp || null };
}
