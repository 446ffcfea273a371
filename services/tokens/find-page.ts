import { exactTotalMaxOf, looksUpUse, type TokenQuery } from "@/domain/tokens/token-query";
import type { TokenCount, TokenOrder } from "@/domain/tokens/token-views";
import type { Database } from "@/prisma/client-factory";
import { findAmongMany } from "@/services/tokens/find-among-many";
import { countAndCutByMonthStatement, type FirstMonth } from "@/services/tokens/month-statements";
import { collectStatement, countAndCutStatement, countStatement } from "@/services/tokens/page-statements";
import { searchesByMonth } from "@/services/tokens/token-search";
import type { WhereFacts } from "@/services/tokens/token-where";

export type FoundPage = {
  /** In the order of the page. */
  readonly ids: readonly string[];
  readonly total: TokenCount;
  readonly page: number | null;
  readonly pageFromEnd: number | null;
  readonly order: TokenOrder;
};
type Found = Omit<FoundPage, "order">;

/**
 * Finds the ids of one page. Few matches (see `exactTotalMaxOf`) are collected by whichever index narrows best, and sorted; a
 * page of more is looked for in the order of the sort key's index, from the end that was asked for (find-among-many). So
 * neither a rare filter nor a large account makes it read far.
 */
export async function findPage(db: Database, query: TokenQuery, facts: WhereFacts): Promise<FoundPage> {
  const { q, sort, dir } = query;
  const asked: TokenOrder = { sort, dir, because: "asked" };
  // For each page of many matches alike, as their number alone decides.
  const order: TokenOrder =
    q === undefined || sort === "createdAt"
      ? asked
      : { sort: "createdAt", dir: "desc", because: "too_many_matches" };
  const listed = { ...query, ...order };
  const few = searchesByMonth(query)
    ? await findFewByMonth(db, query, listed, facts)
    : q === undefined && !looksUpUse(query)
      ? await findFew(db, query, facts)
      : await findFewAtOnce(db, query, facts);
  if (few.ids !== null) return { ...few, order: asked };
  return { ...(await findMany(db, listed, facts, few)), order };
}

async function findMany(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
  { total, firstMonth }: Many,
): Promise<Found> {
  const find = (page: TokenQuery["page"], first?: FirstMonth | null) =>
    findAmongMany(db, query, facts, page, first);
  const ids = await find(query.page, firstMonth);
  if (ids.length > 0) return { ids, total, ...addressOf(query.page) };
  const atOtherEnd = { from: query.page.from === "start" ? "end" : "start", index: 0 } as const;
  return { ids: await find(atOtherEnd), total, ...addressOf(atOtherEnd) };
}

/** Of a page among more matches than are counted, only the number from its own end is known. */
function addressOf({ from, index }: TokenQuery["page"]): Pick<FoundPage, "page" | "pageFromEnd"> {
  return from === "start" ? { page: index + 1, pageFromEnd: null } : { page: null, pageFromEnd: index };
}

/** More matches than are collected at sight. */
type Many = { readonly ids: null; readonly total: TokenCount; readonly firstMonth?: FirstMonth | null };

async function findFew(db: Database, query: TokenQuery, facts: WhereFacts): Promise<Found | Many> {
  const total = await countTotal(db, query, facts);
  return total.exact ? collect(db, query, facts, total) : { ids: null, total };
}

type CountedByMonth = CountedRow & { readonly first: Date | null; readonly inFirst: number | null };

async function findFewByMonth(
  db: Database,
  query: TokenQuery,
  listed: TokenQuery,
  facts: WhereFacts,
): Promise<Found | Many> {
  const rows = await db.$queryRaw<CountedByMonth[]>(countAndCutByMonthStatement(query, listed, facts));
  const [{ first = null, inFirst = null } = {}] = rows;
  const few = foundOf(query, rows);
  if (few.ids !== null || first === null) return few;
  return { ...few, firstMonth: { at: first, isDense: (inFirst ?? 0) > exactTotalMaxOf(query) } };
}

async function collect(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
  total: TokenCount,
): Promise<Found> {
  const place = placeOf(query, total.count);
  if (total.count === 0) return { ids: [], total, ...place };
  const statement = collectStatement(query, facts, { from: "start", index: place.page - 1 });
  const rows = await db.$queryRaw<{ id: string }[]>(statement);
  return { ids: rows.map((row) => row.id), total, ...place };
}

async function findFewAtOnce(db: Database, query: TokenQuery, facts: WhereFacts): Promise<Found | Many> {
  return foundOf(query, await db.$queryRaw<CountedRow[]>(countAndCutStatement(query, facts)));
}

type CountedRow = { readonly id: string | null; readonly total: number };

function foundOf(query: TokenQuery, rows: readonly CountedRow[]): Found | Many {
  const total = totalOf(query, rows[0]?.total ?? 0);
  if (!total.exact) return { ids: null, total };
  const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]));
  return { ids, total, ...placeOf(query, total.count) };
}

/** Where the page is that was asked for; beyond either end, the page at that end. */
function placeOf(query: TokenQuery, count: number): { page: number; pageFromEnd: number } {
  const last = Math.max(0, Math.ceil(count / query.pageSize) - 1);
  const { from, index } = query.page;
  const page = Math.max(0, from === "start" ? Math.min(index, last) : last - index);
  return { page: page + 1, pageFromEnd: last - page };
}

/** The number of matches; not exact, it means "more than". */
export async function countTotal(db: Database, query: TokenQuery, facts: WhereFacts): Promise<TokenCount> {
  const [row] = await db.$queryRaw<[{ total: number }]>(countStatement(query, facts));
  return totalOf(query, row.total);
}

function totalOf(query: TokenQuery, counted: number): TokenCount {
  const exactMax = exactTotalMaxOf(query);
  return counted > exactMax ? { count: exactMax, exact: false } : { count: counted, exact: true };
}
