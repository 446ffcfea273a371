import { startOfDay } from "@/domain/limits/policies";
import type { Database } from "@/prisma/client-factory";

/** Calls of the running UTC day that counted towards its limit: the number that the API's headers say, at most a second older. */
export async function countCallsToday(db: Database, accountId: string, now: Date): Promise<number> {
  const day = new Date(startOfDay(now.getTime()));
  const row = await db.accountUsageDay.findUnique({ where: { accountId_day: { accountId, day } } });
  return Number(row?.count ?? 0);
}
