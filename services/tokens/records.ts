import { tokenStatus } from "@/domain/tokens/status";
import type { TokenRecord } from "@/domain/tokens/token-record";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import type { Reach } from "@/services/kernel/authorise";

type Row = Omit<TokenRecord, "status" | "organization" | "actsAs"> & {
  readonly organizationId: string | null;
  readonly organizationName: string | null;
  readonly actsAsId: string | null;
  readonly actsAsName: string | null;
};

/** What programs see of these tokens, in the order of `ids`; those out of reach and gateways' are left out. */
export async function loadTokenRecords(
  db: Database,
  { accountId, organizationId }: Reach,
  ids: readonly string[],
  now: Date,
): Promise<TokenRecord[]> {
  if (ids.length === 0) return [];
  const within =
    organizationId === null ? Prisma.empty : Prisma.sql`AND t."organizationId" = ${organizationId}::uuid`;
  const rows = await db.$queryRaw<Row[]>`
    SELECT t."id", t."type"::text AS "type", t."name", t."notes", t."prefix", t."last4", t."createdAt",
      t."createdByName" AS "createdBy", t."disabledAt", t."notBefore", t."expiresAt", t."ipAllowList",
      t."organizationId", o."name" AS "organizationName", t."actsAsUserId" AS "actsAsId", u."name" AS "actsAsName",
      a."firstUsedAt", a."lastUsedAt", a."lastIp", COALESCE(a."total", 0)::float8 AS "calls",
      s."retiresAt" AS "graceUntil", t."deletedAt", t."deletedByName" AS "deletedBy"
    FROM "Token" t
    LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
    LEFT JOIN "Organization" o ON o."id" = t."organizationId"
    LEFT JOIN "User" u ON u."id" = t."actsAsUserId"
    LEFT JOIN "TokenSecret" s ON s."tokenId" = t."id" AND s."destroyedAt" IS NULL AND s."retiresAt" > ${now}
    WHERE t."id" = ANY(${[...ids]}::uuid[]) AND t."accountId" = ${accountId}::uuid AND t."type" <> 'gateway' ${within}`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const { organizationId: boundTo, organizationName, actsAsId, actsAsName, ...same } = row;
    return [
      {
        ...same,
        status: tokenStatus(row, now),
        organization: boundTo === null ? null : { id: boundTo, name: organizationName ?? "" },
        actsAs: actsAsId === null ? null : { id: actsAsId, name: actsAsName ?? "" },
      },
    ];
  });
}
