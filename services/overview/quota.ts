import type { Overview } from "@/domain/overview/overview";
import type { Database } from "@/prisma/client-factory";

/** Today's calls (UTC) and the daily quota: as many as there are licensed assets (runZero, "API rate limiting"). */
export async function loadQuota(db: Database, accountId: string, now: Date): Promise<Overview["quota"]> {
  const day = new Date(Math.floor(now.getTime() / 86_400_000) * 86_400_000);
  const [account, used] = await Promise.all([
    db.account.findUniqueOrThrow({ where: { id: accountId }, select: { licensedAssets: true } }),
    db.accountUsageDay.findUnique({ where: { accountId_day: { accountId, day } } }),
  ]);
  return { today: Number(used?.count ?? 0), limit: account.licensedAssets };
}
