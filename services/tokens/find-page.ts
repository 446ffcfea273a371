import { exactTotalMaxOf, type TokenQuery } from "@/domain/tokens/token-query";
import type { TokenCount } from "@/domain/tokens/token-views";
import type { Database } from "@/prisma/client-factory";
import { collectStatement, countStatement, walkStatement } from "@/services/tokens/page-statements";
import type { WhereFacts } from "@/services/tokens/token-where";

export type FoundPage = {
  /** In the order of the page. */
  readonly ids: readonly string[];
  readonly total: TokenCount;
  readonly page: number | null;
  readonly pageFromEnd: number | null;
};

/**
 * Finds the ids of one page. Few matches (up to some thousands) are collected by whichever index narrows best, and sorted; of more the page is read in the order of the sort key's index, from the end of it that was asked for. So neither
 * a rare filter nor a large account makes it walk far.
 */
export async function findPage(db: Database, query: TokenQuery, facts: WhereFacts): Promise<FoundPage> {
  const total = await countTotal(db, query, facts);
  const { from, index } = query.page;
  if (total.exact) {
    const last = Math.max(0, Math.ceil(total.count / query.pageSize) - 1);
    const page = Math.max(0, from === "start" ? Math.min(index, last) : last - index);
    const rows =
      total.count === 0
        ? []
        : await db.$queryRaw<{ id: string }[]>(collectStatement(query, facts, page * query.pageSize));
    return { ids: rows.map((row) => row.id), total, page: page + 1, pageFromEnd: last - page };
  }
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
