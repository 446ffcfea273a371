import { exactTotalMax, type TokenQuery, type TokenSort } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import {
  expiryKey,
  filtersByActivity,
  lastUsedKey,
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

export type FoundPage = {
  /** In the order of the page. */
  readonly ids: readonly string[];
  /** Exact up to `exactTotalMax`, else one more than that. */
  readonly total: number;
  readonly page: number | null;
  readonly pageFromEnd: number | null;
};

/**
 * Finds the ids of one page. Few matches (up to 10 000) are collected by whichever index narrows best, counted and sorted;
 * of more matches the page is read in the order of the sort key's index, from the end of it that was asked for. So neither
 * a rare filter nor a large account makes it walk far.
 */
export async function findPage(db: Database, query: TokenQuery, facts: WhereFacts): Promise<FoundPage> {
  const few = await collect(db, query, facts);
  if (few.total <= exactTotalMax) {
    const last = Math.max(0, Math.ceil(few.total / query.pageSize) - 1);
    const { from, index } = query.page;
    const page = Math.max(0, from === "start" ? Math.min(index, last) : last - index);
    return { ids: few.ids, total: few.total, page: page + 1, pageFromEnd: last - page };
  }
  const ids = await walk(db, query, facts, query.page);
  if (ids.length > 0) {
    const { from, index } = query.page;
    return {
      ids,
      total: few.total,
      page: from === "start" ? index + 1 : null,
      pageFromEnd: from === "end" ? index : null,
    };
  }
  // Beyond the far end: the page at that end.
  const end = query.page.from === "start" ? ({ from: "end", index: 0 } as const) : firstPage;
  return {
    ids: await walk(db, query, facts, end),
    total: few.total,
    page: end.from === "start" ? 1 : null,
    pageFromEnd: end.from === "end" ? 0 : null,
  };
}

const firstPage = { from: "start", index: 0 } as const;

async function collect(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
): Promise<{ total: number; ids: string[] }> {
  const size = query.pageSize;
  const order = query.dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const { from, index } = query.page;
  const lastPage = Prisma.sql`GREATEST(0, (total + ${size}::int - 1) / ${size}::int - 1)`;
  const page =
    from === "start"
      ? Prisma.sql`LEAST(${index}::int, ${lastPage})`
      : Prisma.sql`GREATEST(0, ${lastPage} - ${index}::int)`;
  const rows = await db.$queryRaw<{ total: number; ids: string[] }[]>`
    WITH matched AS MATERIALIZED (
      SELECT t."id", ${sortKeys[query.sort]} AS key
      FROM ${tables(query)} WHERE ${tokenWhere(query, facts)} LIMIT ${exactTotalMax + 1}),
    counted AS MATERIALIZED (SELECT count(*)::int AS total FROM matched)
    SELECT total, ARRAY(
      SELECT "id" FROM matched ORDER BY key ${order}, "id" ${order}
      LIMIT (SELECT CASE WHEN total > ${exactTotalMax} THEN 0 ELSE ${size}::int END FROM counted)
      OFFSET (SELECT ${page} * ${size}::int FROM counted)) AS ids
    FROM counted`;
  return rows[0]!;
}

async function walk(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
  { from, index }: TokenQuery["page"],
): Promise<string[]> {
  const ascending = (query.dir === "asc") === (from === "start");
  const order = ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const id = query.sort === "lastUsedAt" ? Prisma.sql`a."tokenId"` : Prisma.sql`t."id"`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT ${id} AS "id" FROM ${tables(query)} WHERE ${tokenWhere(query, facts)}
    ORDER BY ${sortKeys[query.sort]} ${order}, ${id} ${order}
    LIMIT ${query.pageSize} OFFSET ${index * query.pageSize}`;
  const ids = rows.map((row) => row.id);
  return from === "start" ? ids : ids.reverse();
}

function tables(query: TokenQuery): Prisma.Sql {
  const activity = query.sort === "lastUsedAt" || filtersByActivity(query);
  return activity
    ? Prisma.sql`"Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`
    : Prisma.sql`"Token" t`;
}

/** The number of matches: exact up to `exactTotalMax`, else one more than that. */
export async function countTotal(db: Database, query: TokenQuery, facts: WhereFacts): Promise<number> {
  const rows = await db.$queryRaw<{ total: number }[]>`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM ${tables(query)} WHERE ${tokenWhere(query, facts)} LIMIT ${exactTotalMax + 1}) matched`;
  return rows[0]!.total;
}
