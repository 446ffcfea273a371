import type { TokenQuery } from "@/domain/tokens/token-query";
import type { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import { cutByMonthStatement, fromMonth } from "@/services/tokens/month-statements";
import { boundedWalkStatement, collectStatement, walkStatement } from "@/services/tokens/page-statements";
import { searchesByMonth } from "@/services/tokens/token-search";
import type { WhereFacts } from "@/services/tokens/token-where";

/** About what it costs to collect the matches of a filter that a walk of this length finds no page of. */
export const rowsWalkedMax = 8_000;
/** The same before a search is done month by month, which costs what there are matches in a month. */
const rowsWalkedBeforeMonthsMax = 500;

/**
 * The ids of a page of more matches than are collected at sight, in the order of the page. They are read in the order of the sort
 * key's index, which finds a page soon unless the matches lie together far from where it begins: then they are collected after all.
 * `firstMonth`: in which the first match of the order is known to have been made.
 */
export async function findAmongMany(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
  page: TokenQuery["page"],
  firstMonth: Date | null = null,
): Promise<string[]> {
  const ask = async (statement: Prisma.Sql) =>
    (await db.$queryRaw<{ id: string }[]>(statement)).map((row) => row.id);
  const find = async () => {
    if (!mayCluster(query)) return ask(walkStatement(query, facts, page));
    const byMonth = query.sort === "createdAt" && searchesByMonth(query);
    const rowsMax = (byMonth ? rowsWalkedBeforeMonthsMax : rowsWalkedMax) + 2 * page.index * query.pageSize;
    const within = firstMonth === null ? undefined : fromMonth(query, page.from, firstMonth);
    const walked = await ask(boundedWalkStatement(query, facts, page, rowsMax, within));
    if (walked.length === query.pageSize) return walked;
    return ask(
      byMonth ? cutByMonthStatement(query, facts, page, firstMonth) : collectStatement(query, facts, page),
    );
  };
  const ids = await find();
  return page.from === "start" ? ids : ids.reverse();
}

/** True when an index has the order of the page, but none leads in it from match to match. */
function mayCluster(query: TokenQuery): boolean {
  const { q, status, sort, type, actsAs, createdBy, organization, ownerGone } = query;
  if (status?.includes("deleted") && (status.length > 1 || sort !== "createdAt")) return false;
  const equalities = [type, actsAs, createdBy, organization].filter((each) => each !== undefined).length;
  return q !== undefined || ownerGone !== undefined || equalities > (sort === "createdAt" ? 1 : 0);
}
