import type { Overview } from "@/domain/overview/overview";
import type { Database } from "@/prisma/client-factory";
import { countCallsToday } from "@/services/limits/calls-today";

/** Today's calls (UTC) and the daily quota: as many as there are licensed assets (runZero, "API rate limiting"). */
export async function loadQuota(db: Database, accountId: string, now: Date): Promise<Overview["quota"]> {
  const [account, today] = await Promise.all([
    db.account.findUniqueOrThrow({ where: { id: accountId }, select: { licensedAssets: true } }),
    countCallsToday(db, accountId, now),
  ]);
  return { today, limit: account.licensedAssets };
}
