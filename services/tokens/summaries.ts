import { type Plan, planIncludes } from "@/domain/access/plans";
import { tokenStatus } from "@/domain/tokens/status";
import type { TokenSummary } from "@/domain/tokens/token-views";
import { type TokenType, typeRule } from "@/domain/tokens/types";
import type { Database } from "@/prisma/client-factory";
import { loadHourlyUse } from "@/services/tokens/hourly-use";

type SummaryRow = Omit<TokenSummary, "status" | "hours" | "type" | "planNeeded"> & {
  type: TokenType;
  plan: Plan;
};

/** The grid's rows of these tokens of the account, in the order of `ids`; unknown and foreign ids are left out. */
export async function loadSummaries(
  db: Database,
  accountId: string,
  ids: readonly string[],
  now: Date,
): Promise<TokenSummary[]> {
  if (ids.length === 0) return [];
  const [rows, hours] = await Promise.all([
    db.$queryRaw<SummaryRow[]>`
      SELECT t."id", t."type"::text AS "type", t."name", t."notes", t."prefix", t."last4", t."disabledAt", t."expiresAt",
        t."notBefore", t."createdAt", t."createdById", t."createdByName", t."apiClientId", t."organizationId", o."name" AS "organizationName",
        p."plan"::text AS "plan",
        (c."disabledAt" IS NULL AND cm."disabledAt" IS NULL) AS "creatorActive",
        t."actsAsUserId" AS "actsAsId", u."name" AS "actsAsName",
        CASE WHEN u."id" IS NULL THEN NULL ELSE u."disabledAt" IS NULL AND um."disabledAt" IS NULL END AS "actsAsActive",
        a."firstUsedAt", a."lastUsedAt", a."lastIp", s."retiresAt" AS "graceUntil", t."deletedAt", t."deletedByName"
      FROM "Token" t
      JOIN "Account" p ON p."id" = t."accountId"
      LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
      LEFT JOIN "Organization" o ON o."id" = t."organizationId"
      LEFT JOIN "User" u ON u."id" = t."actsAsUserId"
      LEFT JOIN "Membership" um ON um."userId" = t."actsAsUserId" AND um."accountId" = t."accountId"
      LEFT JOIN "User" c ON c."id" = t."createdById"
      LEFT JOIN "Membership" cm ON cm."userId" = t."createdById" AND cm."accountId" = t."accountId"
      LEFT JOIN "TokenSecret" s ON s."tokenId" = t."id" AND s."destroyedAt" IS NULL AND s."retiresAt" > ${now}
      WHERE t."id" = ANY(${[...ids]}::uuid[]) AND t."accountId" = ${accountId}::uuid AND t."type" <> 'gateway'`,
    loadHourlyUse(db, accountId, ids, now),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const { plan, ...facts } = row;
    const { plan: needed } = typeRule(row.type);
    const planNeeded = planIncludes(plan, needed) ? null : needed;
    return [{ ...facts, planNeeded, status: tokenStatus(row, now), hours: hours(id) }];
  });
}
