import type { GatewayDetails } from "@/domain/gateways/gateway-views";
import { done, type Result } from "@/domain/result";
import { gatewayIdInput } from "@/services/gateways/gateway-id";
import { gatewaySummaryInclude, toGatewaySummary } from "@/services/gateways/summary";
import { visibleGateways } from "@/services/gateways/visible";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { loadTargetEvents } from "@/services/tokens/details";
import { loadSecrets } from "@/services/tokens/secrets";
import { loadGatewaySpans } from "@/services/tokens/use-spans";

/** Everything that a gateway's page shows. Refuses: invalid_input, unauthenticated, forbidden, not_found. */
export async function loadGateway(context: Context, input: unknown): Promise<Result<GatewayDetails>> {
  const parsed = parseInput(gatewayIdInput, input);
  if (!parsed.ok) return parsed;
  const id = parsed.value.gatewayId;
  const { db } = context;
  return read(context, "gateway.view", async ({ accountId, now }) => {
    const row = await db.gateway.findFirst({
      where: { id, ...visibleGateways(accountId) },
      include: gatewaySummaryInclude(now),
    });
    if (row === null) return refuseWith("not_found", "There is no such gateway.");
    const [useHours, useDays, secrets, events] = await Promise.all([
      loadGatewaySpans(db, id, "hour", now),
      loadGatewaySpans(db, id, "day", now),
      loadSecrets(db, row.tokenId, now),
      loadTargetEvents(context, row.accountId, id),
    ]);
    return done({ ...toGatewaySummary(row), useHours, useDays, secrets, events, now });
  });
}
