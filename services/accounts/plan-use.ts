import type { PlanUse } from "@/domain/access/plan-use";
import { plans } from "@/domain/access/plans";
import { done, type Result } from "@/domain/result";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { listedTokenTypeNames, typeRule } from "@/domain/tokens/types";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { countTotal } from "@/services/tokens/find-page";

/** What the account has that a lower plan would stop. Refuses: unauthenticated, forbidden. */
export async function loadPlanUse(context: Context): Promise<Result<PlanUse>> {
  const { db } = context;
  return read(context, "account.view", async ({ accountId, now }) => {
    const types = listedTokenTypeNames.filter((type) => typeRule(type).plan !== plans[0]);
    const [clients, ...tokens] = await Promise.all([
      db.apiClient.count({ where: { accountId, deletedAt: null, disabledAt: null } }),
      ...types.map(async (type) => {
        const query = tokenQuerySchema.parse({ status: ["active"], type: [type] });
        const facts = { accountId, organizationId: null, now, goneUserIds: [] };
        return { type, count: await countTotal(db, query, facts) };
      }),
    ]);
    return done({ tokens, clients });
  });
}
