import { exactTotalMax, type TokenQuery } from "@/domain/tokens/token-query";
import type { Database } from "@/prisma/client-factory";
import { collectStatement, countStatement, walkStatement } from "@/services/tokens/page-statements";
import type { WhereFacts } from "@/services/tokens/token-where";

export type FoundPage = {
  /** In the order of the page. */
  readonly ids: readonly string[];
  /** Exact up to `exactTotalMax`, else one more than that. */
  readonly total: number;
  readonly page: number | null;
  readonly pageFromEnd: number | null;
};

/**
 * Finds the ids of one page. Few matches (up to 10 000) are collected by whichever index narrows best, and sorted; of more the page is read in the order of the sort key's index, from the end of it that was asked for. So neither
 * a rare filter nor a large account makes it walk far.
 */
export async function findPage(db: Database, query: TokenQuery, facts: WhereFacts): Promise<FoundPage> {
  const total = await countTotal(db, query, facts);
  const { from, index } = query.page;
  if (total <= exactTotalMax) {
    const last = Math.max(0, Math.ceil(total / query.pageSize) - 1);
    const page = Math.max(0, from === "start" ? Math.min(index, last) : last - index);
    const rows =
      total === 0
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

/** The number of matches: exact up to `exactTotalMax`, else one more than that. */
export async function countTotal(db: Database, query: TokenQuery, facts: WhereFacts): Promise<number> {
  const [row] = await db.$queryRaw<[{ total: number }]>(countStatement(query, facts));
  return row.total;
}
