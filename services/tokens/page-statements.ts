import { exactTotalMax, type TokenQuery, type TokenSort } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import {
  expiryKey,
  filtersByActivity,
  lastUsedKey,
  tokenWhere,
  type WhereFacts,
} from "@/services/tokens/token-where";

/** The closed table of sort keys, each the expression of an index; none is ever NULL. */
const sortKeys: Record<TokenSort, Prisma.Sql> = {
  name: Prisma.sql`lower(t."name") COLLATE "C"`,
  createdAt: Prisma.sql`t."createdAt"`,
  lastUsedAt: lastUsedKey,
  expiresAt: expiryKey,
  createdBy: Prisma.sql`lower(t."createdByName") COLLATE "C"`,
};

/**
 * Counts the matches up to one more than `exactTotalMax` by whichever index narrows best, and sorts and cuts the page if
 * there are not more. Answers one row {total, ids}; no ids when there are more.
 */
export function collectStatement(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  const size = query.pageSize;
  const order = query.dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const { from, index } = query.page;
  const lastPage = Prisma.sql`GREATEST(0, (total + ${size}::int - 1) / ${size}::int - 1)`;
  const page =
    from === "start"
      ? Prisma.sql`LEAST(${index}::int, ${lastPage})`
      : Prisma.sql`GREATEST(0, ${lastPage} - ${index}::int)`;
  return Prisma.sql`
    WITH matched AS MATERIALIZED (
      SELECT t."id", ${sortKeys[query.sort]} AS key
      FROM ${tables(query)} WHERE ${tokenWhere(query, facts)} LIMIT ${exactTotalMax + 1}),
    counted AS MATERIALIZED (SELECT count(*)::int AS total FROM matched)
    SELECT total, ARRAY(
      SELECT "id" FROM matched ORDER BY key ${order}, "id" ${order}
      LIMIT (SELECT CASE WHEN total > ${exactTotalMax} THEN 0 ELSE ${size}::int END FROM counted)
      OFFSET (SELECT ${page} * ${size}::int FROM counted)) AS ids
    FROM counted`;
}

/** Reads a page in the order of the sort key's index, from the end that `page` counts from: then in reverse order. */
export function walkStatement(query: TokenQuery, facts: WhereFacts, page: TokenQuery["page"]): Prisma.Sql {
  const ascending = (query.dir === "asc") === (page.from === "start");
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const id = query.sort === "lastUsedAt" ? Prisma.sql`a."tokenId"` : Prisma.sql`t."id"`;
  return Prisma.sql`
    SELECT ${id} AS "id" FROM ${tables(query)} WHERE ${tokenWhere(query, facts)}
    ORDER BY ${sortKeys[query.sort]} ${order}, ${id} ${order}
    LIMIT ${query.pageSize} OFFSET ${page.index * query.pageSize}`;
}

/** Counts the matches up to one more than `exactTotalMax`. Answers one row {total}. */
export function countStatement(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM ${tables(query)} WHERE ${tokenWhere(query, facts)} LIMIT ${exactTotalMax + 1}) matched`;
}

function tables(query: TokenQuery): Prisma.Sql {
  const activity = query.sort === "lastUsedAt" || filtersByActivity(query);
  return activity
    ? Prisma.sql`"Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`
    : Prisma.sql`"Token" t`;
}
