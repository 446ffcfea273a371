import { z } from "zod";
import { Prisma } from "@/prisma/client/client";
import { type ExportSource, type Selected, selectColumns } from "@/services/export/source";

/** What may be asked of the export of tokens. */
export const tokensInput = z.strictObject({
  deleted: z
    .enum(["1"], { error: "deleted must be 1, or left out." })
    .optional()
    .describe("With those that were deleted or revoked: name, type, when and by whom are kept."),
});

/** By domain/tokens/status.ts, at the time of the export; a test holds the two together. */
export function statusSql(now: Date): Prisma.Sql {
  return Prisma.sql`CASE WHEN t."deletedAt" IS NOT NULL THEN 'deleted' WHEN t."disabledAt" IS NOT NULL THEN 'disabled'
    WHEN t."expiresAt" <= ${now} THEN 'expired' WHEN t."notBefore" > ${now} THEN 'not_yet_valid' ELSE 'active' END`;
}

/** What programs are told of a token; never a secret: prefix and last 4. */
export function tokenColumns(now: Date): readonly Selected[] {
  return [
    ["id", "id", `t."id"`],
    ["type", "word", `t."type"::text`],
    ["name", "text", `t."name"`],
    ["notes", "text", `t."notes"`],
    ["prefix", "word", `t."prefix"`],
    ["last4", "word", `t."last4"::text`],
    ["createdAt", "time", `t."createdAt"`],
    ["createdByName", "text", `t."createdByName"`],
    ["updatedAt", "time", `t."updatedAt"`],
    ["disabledAt", "time?", `t."disabledAt"`],
    ["notBefore", "time?", `t."notBefore"`],
    ["expiresAt", "time?", `t."expiresAt"`],
    ["ipAllowList", "ranges", `t."ipAllowList"`],
    ["firstUsedAt", "time?", `a."firstUsedAt"`],
    ["lastUsedAt", "time?", `a."lastUsedAt"`],
    ["lastAddress", "text?", `a."lastIp"`],
    ["totalUses", "count", `COALESCE(a."total", 0)`],
    ["deletedAt", "time?", `t."deletedAt"`],
    ["deletedByName", "text?", `t."deletedByName"`],
    ["organizationId", "id?", `t."organizationId"`],
    ["status", "word", statusSql(now)],
  ];
}

/** The tokens of an organization, oldest first (by id); the deleted ones only when asked. */
export function tokensSource(
  reach: { readonly accountId: string; readonly organizationId: string },
  now: Date,
  { deleted }: z.output<typeof tokensInput>,
): ExportSource {
  const where = Prisma.sql`WHERE t."accountId" = ${reach.accountId}::uuid AND t."organizationId" = ${reach.organizationId}::uuid
    ${deleted === "1" ? Prisma.empty : Prisma.sql`AND t."deletedAt" IS NULL`}`;
  return {
    columns: selectColumns(tokenColumns(now)),
    from: Prisma.sql`FROM "Token" t LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id" ${where}`,
    countFrom: Prisma.sql`FROM "Token" t ${where}`,
    order: Prisma.sql`t."id"`,
  };
}
