import type { TokenSort } from "@/domain/tokens/query-choices";
import { exactTotalMaxOf, looksUpUse, type TokenQuery } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import { shortSearch } from "@/services/tokens/token-search";
import {
  expiryKey,
  filtersByActivity,
  lastUsedCondition,
  lastUsedKey,
  rangeWhere,
  tokenWhere,
  type WhereFacts,
} from "@/services/tokens/token-where";

/** The closed table of sort keys, each the expression of an index; none is ever NULL. */
export const sortKeys: Record<TokenSort, Prisma.Sql> = {
  name: Prisma.sql`lower(t."name") COLLATE "C"`,
  createdAt: Prisma.sql`t."createdAt"`,
  lastUsedAt: lastUsedKey,
  expiresAt: expiryKey,
  createdBy: Prisma.sql`lower(t."createdByName") COLLATE "C"`,
};

/** The same orders in words that no index knows. */
const sortKeysOutsideIndexes: Record<TokenSort, Prisma.Sql> = {
  name: Prisma.sql`${sortKeys.name} || ''`,
  createdAt: Prisma.sql`${sortKeys.createdAt} + interval '0'`,
  lastUsedAt: Prisma.sql`${sortKeys.lastUsedAt} + interval '0'`,
  expiresAt: Prisma.sql`${sortKeys.expiresAt} + interval '0'`,
  createdBy: Prisma.sql`${sortKeys.createdBy} || ''`,
};

/**
 * The matches, collected by whichever index narrows best, then sorted, from the end that the page counts from. The planner must not
 * walk the whole account in the hope of finding them soon; so kept from it, it may still collect with several processes.
 */
export function collectStatement(query: TokenQuery, facts: WhereFacts, page: TokenQuery["page"]): Prisma.Sql {
  const order = orderOf(query, page.from);
  if (looksUpUse(query) && query.sort !== "lastUsedAt") {
    // Sorted before their use is looked up, which then ends with the page.
    return Prisma.sql`
      SELECT t."id" FROM (
        SELECT t.*, ${sortKeysOutsideIndexes[query.sort]} AS "sortKey" FROM "Token" t
        WHERE ${tokenWhere({ ...query, lastUsed: undefined }, facts)} ORDER BY "sortKey" ${order}, t."id" ${order} OFFSET 0) t
      ${lookUpActivity} WHERE ${lastUsedCondition(query.lastUsed!, facts.now)}
      ORDER BY t."sortKey" ${order}, t."id" ${order} LIMIT ${query.pageSize} OFFSET ${page.index * query.pageSize}`;
  }
  return Prisma.sql`
    SELECT t."id" FROM ${tables(query, looksUpUse(query))} WHERE ${tokenWhere(query, facts)}
    ORDER BY ${sortKeysOutsideIndexes[query.sort]} ${order}, t."id" ${order}
    LIMIT ${query.pageSize} OFFSET ${page.index * query.pageSize}`;
}

/** A page of many matches, read in the order of the sort key's index, from the end that `page` counts from: then in reverse order. */
export function walkStatement(query: TokenQuery, facts: WhereFacts, page: TokenQuery["page"]): Prisma.Sql {
  const order = orderOf(query, page.from);
  const id = query.sort === "lastUsedAt" ? Prisma.sql`a."tokenId"` : Prisma.sql`t."id"`;
  return Prisma.sql`
    SELECT ${id} AS "id" FROM ${tables(query)} WHERE ${tokenWhere(query, facts)}
    ORDER BY ${sortKeys[query.sort]} ${order}, ${id} ${order}
    LIMIT ${query.pageSize} OFFSET ${page.index * query.pageSize}`;
}

/**
 * The same, giving up after `rowsMax` rows: where the matches lie together at the far end of the order, the walk to them is as long
 * as the account. Fewer rows than a page then say nothing about further matches. `within` bounds the walk by what its index knows.
 */
export function boundedWalkStatement(
  query: TokenQuery,
  facts: WhereFacts,
  page: TokenQuery["page"],
  rowsMax: number,
  within: Prisma.Sql = Prisma.sql`true`,
): Prisma.Sql {
  const order = orderOf(query, page.from);
  const byUse = query.sort === "lastUsedAt";
  const id = byUse ? Prisma.sql`a."tokenId"` : Prisma.sql`t."id"`;
  const used = byUse ? Prisma.sql`, a."lastUsedAt" AS "usedAt"` : Prisma.empty;
  const activity = !filtersByActivity(query)
    ? Prisma.empty
    : byUse
      ? Prisma.sql`CROSS JOIN LATERAL (SELECT t."usedAt" AS "lastUsedAt") a`
      : joinActivity;
  return Prisma.sql`
    SELECT t."id" FROM (
      SELECT t.*, ${sortKeys[query.sort]} AS "sortKey"${used} FROM "Token" t ${byUse ? joinActivity : Prisma.empty}
      WHERE ${rangeWhere(query, facts)} AND ${within} ORDER BY "sortKey" ${order}, ${id} ${order} LIMIT ${rowsMax}) t ${activity}
    WHERE ${tokenWhere(query, facts)} ORDER BY t."sortKey" ${order}, t."id" ${order}
    LIMIT ${query.pageSize} OFFSET ${page.index * query.pageSize}`;
}

/**
 * Counts the matches up to one more than `exactTotalMaxOf` it, and cuts the page from them: for a text search, or uses that are looked
 * up one by one, which would be done twice otherwise. Answers rows {id, total}; beyond either end, the page at that end. Without a match, and with more than that,
 * there is one row without an id.
 */
export function countAndCutStatement(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  const order = orderOf(query, "start");
  const max = exactTotalMaxOf(query);
  return Prisma.sql`
    WITH matched AS MATERIALIZED (${matchesUpTo(max + 1, query, facts)}),
    counted AS (SELECT count(*)::int AS total FROM matched)
    SELECT cut."id", total FROM counted LEFT JOIN LATERAL (
      SELECT "id", key FROM matched WHERE counted.total <= ${max} ORDER BY key ${order}, "id" ${order}
      LIMIT ${query.pageSize} OFFSET ${pageWithin(query)} * ${query.pageSize}::int) cut ON true
    ORDER BY cut.key ${order}, cut."id" ${order}`;
}

/** So many of the matches, with their keys: of a short search those by name first, which lie one behind the other in an index. */
function matchesUpTo(rowsMax: number, query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  const from = Prisma.sql`SELECT t."id", ${sortKeys[query.sort]} AS key FROM ${tables(query, looksUpUse(query))}`;
  const short = query.q === undefined ? null : shortSearch(query.q);
  if (short === null) return Prisma.sql`${from} WHERE ${tokenWhere(query, facts)} LIMIT ${rowsMax}`;
  const others = tokenWhere({ ...query, q: undefined }, facts);
  return Prisma.sql`
    (${from} WHERE ${others} AND ${short.byName} ORDER BY ${sortKeys.name} LIMIT ${rowsMax})
    UNION ALL (${from} WHERE ${others} AND ${short.byLast4} AND NOT ${short.byName}) LIMIT ${rowsMax}`;
}

/** The number of the page from the start, of `counted.total` matches; beyond either end, the page at that end. */
export function pageWithin({ page: { from, index }, pageSize }: TokenQuery): Prisma.Sql {
  const last = Prisma.sql`GREATEST(0, counted.total - 1) / ${pageSize}::int`;
  return from === "start"
    ? Prisma.sql`LEAST(${index}::int, ${last})`
    : Prisma.sql`GREATEST(0, ${last} - ${index}::int)`;
}

/** Counts the matches up to one more than `exactTotalMaxOf` it. Answers one row {total}. */
export function countStatement(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  return Prisma.sql`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM ${countedTables(query)} WHERE ${tokenWhere(query, facts)} LIMIT ${exactTotalMaxOf(query) + 1}) matched`;
}

/** In the order's own direction, or against it where the page is counted from the end. */
export function orderOf(query: TokenQuery, from: TokenQuery["page"]["from"]): Prisma.Sql {
  return (query.dir === "asc") === (from === "start") ? Prisma.sql`ASC` : Prisma.sql`DESC`;
}

/** One by one, where the planner would rather read the use of all tokens. */
const lookUpActivity = Prisma.sql`CROSS JOIN LATERAL (
  SELECT a."lastUsedAt" FROM "TokenActivity" a WHERE a."tokenId" = t."id" AND a."accountId" = t."accountId" OFFSET 0) a`;

const joinActivity = Prisma.sql`JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`;

/** Token t, and TokenActivity a where the filter or the order asks for it. */
export function tables(query: TokenQuery, byLookUp = false): Prisma.Sql {
  const activity = filtersByActivity(query) || query.sort === "lastUsedAt";
  return activity ? Prisma.sql`"Token" t ${byLookUp ? lookUpActivity : joinActivity}` : Prisma.sql`"Token" t`;
}

/** The same for a count, which has no order. */
function countedTables(query: TokenQuery): Prisma.Sql {
  return filtersByActivity(query) ? tables(query, looksUpUse(query)) : Prisma.sql`"Token" t`;
}
