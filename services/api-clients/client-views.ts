import type { ApiClientView } from "@/domain/access/api-client-views";
import { apiClientsMax } from "@/domain/oauth/client-bounds";
import { needsTypedConfirmation } from "@/domain/tokens/confirmation";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";

/** The live clients of an account, newest first, or the one that is named. */
export async function loadClientViews(
  db: Database,
  accountId: string,
  now: Date,
  apiClientId: string | null = null,
): Promise<ApiClientView[]> {
  const one = apiClientId === null ? Prisma.empty : Prisma.sql`AND c."id" = ${apiClientId}::uuid`;
  const rows = await db.$queryRaw<Omit<ApiClientView, "deleteNeedsName">[]>`
    SELECT c."id", c."clientId", c."name", c."notes", c."last4", c."createdAt", c."createdByName", c."disabledAt", c."lastUsedAt",
      (SELECT count(*)::int FROM "Token" t WHERE t."apiClientId" = c."id" AND t."deletedAt" IS NULL
        AND t."disabledAt" IS NULL AND t."expiresAt" > ${now}) AS "liveTokens"
    FROM "ApiClient" c
    WHERE c."accountId" = ${accountId}::uuid AND c."deletedAt" IS NULL ${one}
    ORDER BY c."createdAt" DESC, c."id" DESC LIMIT ${apiClientsMax}`;
  return rows.map((row) => ({ ...row, deleteNeedsName: needsTypedConfirmation(row.lastUsedAt, now) }));
}
