import type { AccountUsage } from "@/domain/limits/account-usage";
import { endOfDay } from "@/domain/limits/policies";
import { done, type Result } from "@/domain/result";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { countCallsToday } from "@/services/limits/calls-today";

/** Limits of the account that the actor works in, and today's use of them. Refuses: unauthenticated, forbidden, not_found. */
export async function loadAccountUsage(context: Context): Promise<Result<AccountUsage>> {
  const { db } = context;
  return read(context, "account.view", async ({ accountId, now }): Promise<Result<AccountUsage>> => {
    const [account, usedToday, ever] = await Promise.all([
      db.account.findUnique({
        where: { id: accountId },
        select: { plan: true, requestsPerMinute: true, requestsPerIp: true, licensedAssets: true },
      }),
      countCallsToday(db, accountId, now),
      db.accountUsageDay.aggregate({ where: { accountId }, _sum: { count: true } }),
    ]);
    if (account === null) return refuseWith("not_found", "There is no such account.");
    const resetAt = new Date(endOfDay(now.getTime()));
    return done({ ...account, usedToday, total: Number(ever._sum.count ?? 0), resetAt });
  });
}
