import { overviewDays, type UsageDay } from "@/domain/overview/overview";
import type { Database } from "@/prisma/client-factory";

const dayMs = 86_400_000;

/** Calls by day and verdict for the last `overviewDays` UTC days, today included; days without calls are empty, not missing. */
export async function sumUsageDays(db: Database, accountId: string, now: Date): Promise<UsageDay[]> {
  const today = Math.floor(now.getTime() / dayMs) * dayMs;
  const start = new Date(today - (overviewDays - 1) * dayMs);
  const rows = await db.$queryRaw<{ day: Date; verdict: string; count: bigint }[]>`
    SELECT date_trunc('day', "hour", 'UTC') AS "day", "verdict", sum("count")::bigint AS "count"
    FROM "AccountUsageHour" WHERE "accountId" = ${accountId}::uuid AND "hour" >= ${start} AND "hour" <= ${now}
    GROUP BY 1, 2`;
  return Array.from({ length: overviewDays }, (_, index) => {
    const day = new Date(start.getTime() + index * dayMs);
    const verdicts = rows
      .filter((row) => row.day.getTime() === day.getTime())
      .map((row) => [row.verdict, Number(row.count)]);
    return { day, verdicts: Object.fromEntries(verdicts) };
  });
}
