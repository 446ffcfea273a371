import { done, type Result } from "@/domain/result";
import { type GatewaySummary, gatewaySummaryInclude, toGatewaySummary } from "@/services/gateways/summary";
import { visibleGateways } from "@/services/gateways/visible";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** A deployment has a handful of gateways; the list is not paged, but it has an end. */
const gatewaysMax = 500;

/** The gateways that the actor's account has or is served by, newest first. Refuses: unauthenticated, forbidden. */
export async function listGateways(
  context: Context,
  options: { accountId?: string } = {},
): Promise<Result<GatewaySummary[]>> {
  return read(
    context,
    "gateway.view",
    async ({ accountId, now }) => {
      const rows = await context.db.gateway.findMany({
        where: visibleGateways(accountId),
        include: gatewaySummaryInclude,
        orderBy: [{ createdAt: "desc" }, { id: "desc" }],
        take: gatewaysMax,
      });
      return done(rows.map((row) => toGatewaySummary(row, now)));
    },
    options,
  );
}
