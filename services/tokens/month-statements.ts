import { exactTotalMaxOf, type TokenQuery } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import { orderOf, pageWithin, sortKeys, tables } from "@/services/tokens/page-statements";
import { monthKey } from "@/services/tokens/token-search";
import { rangeWhere, tokenWhere, type WhereFacts } from "@/services/tokens/token-where";

/*
 * A text search month after month in the order of creation, from the end that the page counts from: the search's index leads to the
 * matches of a month, and a month without one costs a fraction of a millisecond. `query` must be sorted by createdAt.
 */

/** The month that holds the first match of an order, and whether it alone holds more of them than are counted. */
export type FirstMonth = { readonly at: Date; readonly isDense: boolean };

/**
 * Counts the matches up to one more than `exactTotalMaxOf` it, reading no more of them than that, and cuts the page of `query` from them
 * in its own order when they are not more; `listed` is the order in which many are listed, and the end that this begins at. Answers
 * rows {id, total, first, inFirst}: the month that holds the first match, and how many of those counted. Without a page one without an id.
 */
export function countAndCutByMonthStatement(
  query: TokenQuery,
  listed: TokenQuery,
  facts: WhereFacts,
): Prisma.Sql {
  const max = exactTotalMaxOf(query);
  const { from } = listed.page;
  const { ends, back, next, isBeforeLast } = monthsOf(listed, facts, from);
  const order = orderOf(query, "start");
  return Prisma.sql`
    WITH RECURSIVE ends AS MATERIALIZED (${ends}),
    walk AS (
      SELECT first ${back} AS month, 0 AS found, NULL::uuid[] AS ids FROM ends
      UNION ALL
      SELECT walk.month ${next}, walk.found + matched.count, matched.ids FROM walk, ends, LATERAL (
        SELECT count(*)::int AS count, array_agg(one."id") AS ids FROM (
          SELECT t."id" FROM ${tables(listed)} WHERE ${tokenWhere(listed, facts)} AND ${monthKey} = walk.month ${next} LIMIT ${max + 1}) one
      ) matched WHERE walk.found <= ${max} AND ${isBeforeLast}),
    counted AS (SELECT max(found) AS total FROM walk),
    begun AS (SELECT month, found FROM walk WHERE found > 0 ORDER BY found, month ${opposite(listed, from)} LIMIT 1)
    SELECT cut."id", counted.total, month AT TIME ZONE 'UTC' AS first, found AS "inFirst" FROM counted LEFT JOIN begun ON true
    LEFT JOIN LATERAL (
      SELECT t."id", ${sortKeys[query.sort]} AS key FROM ${tables(query)}
      WHERE counted.total <= ${max} AND t."accountId" = ${facts.accountId}::uuid AND t."id" = ANY(ARRAY(SELECT unnest(ids) FROM walk))
      ORDER BY key ${order}, t."id" ${order} LIMIT ${query.pageSize} OFFSET ${pageWithin(query)} * ${query.pageSize}::int) cut ON true
    ORDER BY cut.key ${order}, cut."id" ${order}`;
}

/** A page of the matches, which begin in the month `first`. Answers rows {id} in the order of the page. */
export function cutByMonthStatement(
  query: TokenQuery,
  facts: WhereFacts,
  page: TokenQuery["page"],
  first: Date | null,
): Prisma.Sql {
  const order = orderOf(query, page.from);
  const { ends, back, next, isBeforeLast } = monthsOf(query, facts, page.from);
  const rowsMax = (page.index + 1) * query.pageSize;
  const start = first === null ? Prisma.sql`first` : Prisma.sql`${first}::timestamptz AT TIME ZONE 'UTC'`;
  return Prisma.sql`
    WITH RECURSIVE ends AS MATERIALIZED (${ends}),
    walk AS (
      SELECT ${start} ${back} AS month, 0 AS found, NULL::uuid[] AS ids FROM ends
      UNION ALL
      SELECT walk.month ${next}, walk.found + COALESCE(cardinality(matched.ids), 0), matched.ids FROM walk, ends, LATERAL (
        SELECT array_agg(one."id" ORDER BY one."createdAt" ${order}, one."id" ${order}) AS ids FROM (
          SELECT t."id", t."createdAt" FROM ${tables(query)}
          WHERE ${tokenWhere(query, facts)} AND ${monthKey} = walk.month ${next}
          ORDER BY t."createdAt" ${order}, t."id" ${order} LIMIT ${rowsMax}) one
      ) matched WHERE walk.found < ${rowsMax} AND ${isBeforeLast})
    SELECT each."id" FROM walk, unnest(walk.ids) WITH ORDINALITY AS each("id", place)
    ORDER BY walk.month ${order}, each.place LIMIT ${query.pageSize} OFFSET ${page.index * query.pageSize}`;
}

/** Of the order's index, what no match lies before: the walk to the first one begins in its month. */
export function fromMonth(query: TokenQuery, from: "start" | "end", first: Date): Prisma.Sql {
  const month = Prisma.sql`(${first}::timestamptz AT TIME ZONE 'UTC')`;
  return isDescending(query, from)
    ? Prisma.sql`t."createdAt" < (${month} + interval '1 month') AT TIME ZONE 'UTC'`
    : Prisma.sql`t."createdAt" >= ${month} AT TIME ZONE 'UTC'`;
}

function monthsOf(query: TokenQuery, facts: WhereFacts, from: "start" | "end") {
  const [order, other] = [orderOf(query, from), opposite(query, from)];
  const monthAt = (end: Prisma.Sql) => Prisma.sql`
    (SELECT ${monthKey} FROM "Token" t WHERE ${rangeWhere(query, facts)} ORDER BY t."createdAt" ${end}, t."id" ${end} LIMIT 1)`;
  const [plus, minus] = [Prisma.sql`+ interval '1 month'`, Prisma.sql`- interval '1 month'`];
  const ends = Prisma.sql`SELECT ${monthAt(order)} AS first, ${monthAt(other)} AS last`;
  return isDescending(query, from)
    ? { ends, back: plus, next: minus, isBeforeLast: Prisma.sql`walk.month > ends.last` }
    : { ends, back: minus, next: plus, isBeforeLast: Prisma.sql`walk.month < ends.last` };
}

const isDescending = (query: TokenQuery, from: "start" | "end") =>
  (query.dir === "asc") !== (from === "start");
const opposite = (query: TokenQuery, from: "start" | "end") =>
  isDescending(query, from) ? Prisma.sql`ASC` : Prisma.sql`DESC`;
