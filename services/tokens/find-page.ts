import { exactTotalMaxOf, type TokenQuery } from "@/domain/tokens/token-query";
import type { TokenCount } from "@/domain/tokens/token-views";
import type { Database } from "@/prisma/client-factory";
import {
  collectStatement,
  countStatement,
  searchStatement,
  walkStatement,
} from "@/services/tokens/page-statements";
import type { WhereFacts } from "@/services/tokens/token-where";

export type FoundPage = {
  /** In the order of the page. */
  readonly ids: readonly string[];
  readonly total: TokenCount;
  readonly page: number | null;
  readonly pageFromEnd: number | null;
};

/**
 * Finds the ids of one page. Few matches (see `exactTotalMaxOf`) are collected by whichever index narrows best, and sorted; of
 * more the page is read in the order of the sort key's index, from the end that was asked for. So neither a rare filter nor a
 * large account makes it read far.
 */
export async function findPage(db: Database, query: TokenQuery, facts: WhereFacts): Promise<FoundPage> {
  const few =
    query.q === undefined ? await findFew(db, query, facts) : await findFewBySearch(db, query, facts);
  if (few.ids !== null) return few;
  const { total } = few;
  const { from, index } = query.page;
  const ids = await walk(db, query, facts, query.page);
  if (ids.length > 0) {
    return from === "start"
      ? { ids, total, page: index + 1, pageFromEnd: null }
      : { ids, total, page: null, pageFromEnd: index };
  }
  // Beyond the far end: the page at that end.
  return from === "start"
    ? {
        ids: await walk(db, query, facts, { from: "end", index: 0 }),
        total,
        page: null,
        pageFromEnd: 0,
      }
    : {
        ids: await walk(db, query, facts, { from: "start", index: 0 }),
        total,
        page: 1,
        pageFromEnd: null,
      };
}

/** More matches than are collected. */
type Many = { readonly ids: null; readonly total: TokenCount };

async function findFew(db: Database, query: TokenQuery, facts: WhereFacts): Promise<FoundPage | Many> {
  const total = await countTotal(db, query, facts);
  if (!total.exact) return { ids: null, total };
  const place = placeOf(query, total.count);
  if (total.count === 0) return { ids: [], total, ...place };
  const statement = collectStatement(query, facts, (place.page - 1) * query.pageSize);
  const rows = await db.$queryRaw<{ id: string }[]>(statement);
  return { ids: rows.map((row) => row.id), total, ...place };
}

async function findFewBySearch(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
): Promise<FoundPage | Many> {
  const rows = await db.$queryRaw<{ id: string }[]>(searchStatement(query, facts));
  const countMax = exactTotalMaxOf(query);
  if (rows.length > countMax) return { ids: null, total: { count: countMax, exact: false } };
  const place = placeOf(query, rows.length);
  const from = (place.page - 1) * query.pageSize;
  const ids = rows.slice(from, from + query.pageSize).map((row) => row.id);
  return { ids, total: { count: rows.length, exact: true }, ...place };
}

/** Where the page is that was asked for; beyond either end, the page at that end. */
function placeOf(query: TokenQuery, count: number): { page: number; pageFromEnd: number } {
  const last = Math.max(0, Math.ceil(count / query.pageSize) - 1);
  const { from, index } = query.page;
  const page = Math.max(0, from === "start" ? Math.min(index, last) : last - index);
  return { page: page + 1, pageFromEnd: last - page };
}

async function walk(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
  page: TokenQuery["page"],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(walkStatement(query, facts, page));
  const ids = rows.map((row) => row.id);
  return page.from === "start" ? ids : ids.reverse();
}

/** The number of matches; not exact, it means "more than". */
export async function countTotal(db: Database, query: TokenQuery, facts: WhereFacts): Promise<TokenCount> {
  const [row] = await db.$queryRaw<[{ total: number }]>(countStatement(query, facts));
  const exactMax = exactTotalMaxOf(query);
  return row.total > exactMax ? { count: exactMax, exact: false } : { count: row.total, exact: true };
}
