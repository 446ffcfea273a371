import type { ExportFormat } from "@/domain/export/formats";
import type { TokenQuery } from "@/domain/tokens/token-query";
import { tokenTypes } from "@/domain/tokens/types";
import { Prisma } from "@/prisma/client/client";
import { type ExportSource, type Selected, selectColumns } from "@/services/export/source";
import { statusSql, tokenColumns } from "@/services/export/tokens-source";
import { tokenWhere, type WhereFacts } from "@/services/tokens/token-where";

const typeLabel = Prisma.sql`CASE t."type"::text ${Prisma.join(
  Object.entries(tokenTypes).map(([type, { label }]) => Prisma.sql`WHEN ${type} THEN ${label}`),
  " ",
)} END`;

/** CSV is for people: the grid's columns of Zorus first, then what else an auditor asks for. Times are UTC. */
function gridColumns(now: Date): readonly Selected[] {
  return [
    ["Token name", "text", `t."name"`],
    ["Notes", "text", `t."notes"`],
    ["API template user (acts as)", "text?", `u."name"`],
    ["Type", "word", typeLabel],
    ["Organization", "text?", `o."name"`],
    ["Token", "word", `t."prefix" || '_…' || t."last4"`],
    ["Status", "word", statusSql(now)],
    ["Created by", "text", `t."createdByName"`],
    ["Created date (UTC)", "time", `t."createdAt"`],
    ["Last used (UTC)", "time?", `a."lastUsedAt"`],
    ["Last address", "text?", `a."lastIp"`],
    ["Expires (UTC)", "time?", `t."expiresAt"`],
    ["Id", "id", `t."id"`],
    // For the inventory: of a tombstone this is the rest.
    ["Changed (UTC)", "time", `t."updatedAt"`],
    ["Deleted (UTC)", "time?", `t."deletedAt"`],
    ["Deleted by", "text?", `t."deletedByName"`],
  ];
}

/** The same for programs, under the names of the HTTP API. */
function programColumns(now: Date): readonly Selected[] {
  return [
    ...tokenColumns(now),
    ["organizationName", "text?", `o."name"`],
    ["actsAsUserId", "id?", `t."actsAsUserId"`],
    ["actsAsName", "text?", `u."name"`],
  ];
}

/**
 * All tokens of the grid's filter, newest first: an order that cannot change while it streams. Source: Zorus "Export to CSV".
 */
export function gridSource(format: ExportFormat, query: TokenQuery, facts: WhereFacts): ExportSource {
  const where = Prisma.sql`WHERE ${tokenWhere(query, facts)}`;
  const activity = Prisma.sql`LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`;
  return {
    columns: selectColumns(format === "csv" ? gridColumns(facts.now) : programColumns(facts.now)),
    from: Prisma.sql`FROM "Token" t ${activity}
      LEFT JOIN "User" u ON u."id" = t."actsAsUserId" LEFT JOIN "Organization" o ON o."id" = t."organizationId" ${where}`,
    countFrom: Prisma.sql`FROM "Token" t ${activity} ${where}`,
    order: Prisma.sql`t."createdAt" DESC, t."id" DESC`,
  };
}
