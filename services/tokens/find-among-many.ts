import { looksUpUse, type TokenQuery } from "@/domain/tokens/token-query";
import type { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import { cutByMonthStatement, type FirstMonth, fromMonth } from "@/services/tokens/month-statements";
import { boundedWalkStatement, collectStatement, walkStatement } from "@/services/tokens/page-statements";
import { searchesByMonth } from "@/services/tokens/token-search";
import type { WhereFacts } from "@/services/tokens/token-where";

/** About what it costs to collect the matches of a filter that a walk of this length finds no page of. */
export const rowsWalkedMax = 8_000;
/** The same before a search is done month by month, which costs what there are matches in a month: these, or very many. */
const rowsWalkedBeforeMonthsMax = { sparse: 500, dense: 20_000 } as const;

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
  firstMonth: FirstMonth | null = null,
): Promise<string[]> {
  const ask = async (statement: Prisma.Sql) =>
    (await db.$queryRaw<{ id: string }[]>(statement)).map((row) => row.id);
  const find = async () => {
    // A few tokens, in the order of the page, until their uses fill it.
    if (looksUpUse(query)) return ask(collectStatement(query, facts, page));
    if (!mayCluster(query)) return ask(walkStatement(query, facts, page));
    const byMonth = query.sort === "createdAt" && searchesByMonth(query);
    const beforeMonths = rowsWalkedBeforeMonthsMax[firstMonth?.isDense ? "dense" : "sparse"];
    const rowsMax = (byMonth ? beforeMonths : rowsWalkedMax) + 2 * page.index * query.pageSize;
    const first = firstMonth?.at ?? null;
    const within = first === null ? undefined : fromMonth(query, page.from, first);
    const walked = await ask(boundedWalkStatement(query, facts, page, rowsMax, within));
    if (walked.length === query.pageSize) return walked;
    return ask(
      byMonth ? cutByMonthStatement(query, facts, page, first) : collectStatement(query, facts, page),
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
