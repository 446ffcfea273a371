import { exactTotalMaxOf, type TokenQuery, type TokenSort } from "@/domain/tokens/token-query";
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
 * A page of few matches: they are collected by whichever index narrows best, then sorted. MATERIALIZED keeps the planner
 * from walking the whole account in sort order in the hope of finding them soon.
 */
export function collectStatement(query: TokenQuery, facts: WhereFacts, offset: number): Prisma.Sql {
  const order = query.dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  return Prisma.sql`
    WITH matched AS MATERIALIZED (
      SELECT t."id", ${sortKeys[query.sort]} AS key FROM ${tables(query)} WHERE ${tokenWhere(query, facts)})
    SELECT "id" FROM matched ORDER BY key ${order}, "id" ${order} LIMIT ${query.pageSize} OFFSET ${offset}`;
}

/** A page of many matches: read in the order of the sort key's index, from the end that `page` counts from: then in reverse order. */
export function walkStatement(query: TokenQuery, facts: WhereFacts, page: TokenQuery["page"]): Prisma.Sql {
  const ascending = (query.dir === "asc") === (page.from === "start");
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const id = query.sort === "lastUsedAt" ? Prisma.sql`a."tokenId"` : Prisma.sql`t."id"`;
  return Prisma.sql`
    SELECT ${id} AS "id" FROM ${tables(query)} WHERE ${tokenWhere(query, facts)}
    ORDER BY ${sortKeys[query.sort]} ${order}, ${id} ${order}
    LIMIT ${query.pageSize} OFFSET ${page.index * query.pageSize}`;
}

/**
 * The matches of a text search, sorted, up to one more than `exactTotalMaxOf` it: counting them first would search twice.
 * When there are more, the ids are of no use.
 */
export function searchStatement(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  const order = query.dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  return Prisma.sql`
    WITH matched AS MATERIALIZED (
      SELECT t."id", ${sortKeys[query.sort]} AS key FROM ${tables(query)} WHERE ${tokenWhere(query, facts)}
      LIMIT ${exactTotalMaxOf(query) + 1})
    SELECT "id" FROM matched ORDER BY key ${order}, "id" ${order}`;
}

/** Counts the matches up to one more than `exactTotalMaxOf` it. Answers one row {total}. */
export function countStatement(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM ${tables(query, false)} WHERE ${tokenWhere(query, facts)} LIMIT ${exactTotalMaxOf(query) + 1}) matched`;
}

function tables(query: TokenQuery, sorted = true): Prisma.Sql {
  const activity = filtersByActivity(query) || (sorted && query.sort === "lastUsedAt");
  return activity
    ? Prisma.sql`"Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`
    : Prisma.sql`"Token" t`;
}
