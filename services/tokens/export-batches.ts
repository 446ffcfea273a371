import type { TokenQuery } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import type { Transaction } from "@/prisma/client-factory";
import type { Connection } from "@/prisma/connection";
import type { ExportRow } from "@/services/tokens/csv-columns";
import { filtersByActivity, tokenWhere, type WhereFacts } from "@/services/tokens/token-where";

// Small: an export of any size adds little to the memory of the desk (bench/csv.ts).
const batchSize = 200;

/** Where the next batch begins: the last row of the one before. */
export type BatchEnd = { readonly createdAt: Date; readonly id: string };

/**
 * The next rows of an export, newest first; `next` is null after the last. Each batch is a query of its own, no cursor is
 * held. Asked past Prisma, whose results leave three times the garbage (bench/csv.ts).
 */
export async function loadBatch(
  connection: Connection,
  query: TokenQuery,
  facts: WhereFacts,
  after: BatchEnd | null,
): Promise<{ rows: ExportRow[]; next: BatchEnd | null }> {
  const further =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (t."createdAt", t."id") < (${after.createdAt}, ${after.id}::uuid)`;
  // Ids first, from the index alone; then their rows. The outer order is that of the inner one.
  const { text, values } = Prisma.sql`
    WITH batch AS MATERIALIZED (
      SELECT t."id" FROM ${tables(query)} WHERE ${tokenWhere(query, facts)} ${further}
      ORDER BY t."createdAt" DESC, t."id" DESC LIMIT ${batchSize})
    SELECT t."id", t."name", t."notes", t."type"::text AS "type", u."name" AS "actsAsName", o."name" AS "organizationName",
      t."prefix", t."last4", t."createdByName", t."createdAt", a."lastUsedAt", a."lastIp", t."disabledAt", t."notBefore",
      t."expiresAt", t."deletedAt"
    FROM batch JOIN "Token" t ON t."id" = batch."id"
    LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
    LEFT JOIN "User" u ON u."id" = t."actsAsUserId"
    LEFT JOIN "Organization" o ON o."id" = t."organizationId"
    ORDER BY t."createdAt" DESC, t."id" DESC`;
  const { rows } = await connection.query<ExportRow>(text, values);
  const last = rows.at(-1);
  return { rows, next: last && rows.length === batchSize ? last : null };
}

/** The number of rows that an export begins with; exact, for its event. */
export async function countAll(tx: Transaction, query: TokenQuery, facts: WhereFacts): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM ${tables(query)} WHERE ${tokenWhere(query, facts)}`;
  return rows[0]!.count;
}

function tables(query: TokenQuery): Prisma.Sql {
  return filtersByActivity(query)
    ? Prisma.sql`"Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`
    : Prisma.sql`"Token" t`;
}
