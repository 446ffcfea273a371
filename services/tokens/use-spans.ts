import type { UseSpan } from "@/domain/tokens/token-views";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";

// Both of fixed length: days are days in UTC.
const spans = {
  hour: { ms: 3_600_000, count: 48, start: Prisma.sql`"hour"` },
  day: {
    ms: 86_400_000,
    count: 30,
    start: Prisma.sql`date_trunc('day', "hour", 'UTC')`,
  },
} as const;

/**
 * A token's calls by verdict for the last 48 hours or 30 days, the running one included, oldest first: the caller has
 * checked that the token is the account's.
 */
export function loadUseSpans(
  db: Database,
  tokenId: string,
  unit: keyof typeof spans,
  now: Date,
): Promise<UseSpan[]> {
  return loadSpans(db, Prisma.sql`"UsageHour" WHERE "tokenId" = ${tokenId}::uuid`, unit, now);
}

/** The same of what a gateway was told, also about strings that were no token. */
export function loadGatewaySpans(
  db: Database,
  gatewayId: string,
  unit: keyof typeof spans,
  now: Date,
): Promise<UseSpan[]> {
  return loadSpans(db, Prisma.sql`"GatewayHour" WHERE "gatewayId" = ${gatewayId}::uuid`, unit, now);
}

async function loadSpans(
  db: Database,
  counted: Prisma.Sql,
  unit: keyof typeof spans,
  now: Date,
): Promise<UseSpan[]> {
  const { ms, count, start } = spans[unit];
  const first = new Date((Math.floor(now.getTime() / ms) - count + 1) * ms);
  const rows = await db.$queryRaw<{ from: Date; verdict: string; count: number }[]>`
    SELECT ${start} AS "from", "verdict", sum("count")::float8 AS "count" FROM ${counted}
      AND "hour" >= ${first} GROUP BY 1, 2 ORDER BY 1`;
  const found = new Map<number, Record<string, number>>();
  for (const row of rows) {
    const verdicts = found.get(row.from.getTime()) ?? {};
    verdicts[row.verdict] = row.count;
    found.set(row.from.getTime(), verdicts);
  }
  return [...found].map(([from, verdicts]) => ({ from: new Date(from), verdicts }));
}
