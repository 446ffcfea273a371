import { done, type Result } from "@/domain/result";
import { gatewayIdInput } from "@/services/gateways/gateway-id";
import { removeGateway } from "@/services/gateways/remove";
import { visibleGateways } from "@/services/gateways/visible";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/**
 * Removes a gateway: the secrets of its token are destroyed for good, and its next question is refused.
 * Refuses: invalid_input, forbidden, not_found (also for a gateway that is removed already).
 */
export async function deleteGateway(
  context: Context,
  input: unknown,
  options: { accountId?: string } = {},
): Promise<Result<{ id: string }>> {
  const parsed = parseInput(gatewayIdInput, input);
  if (!parsed.ok) return parsed;
  const id = parsed.value.gatewayId;
  return act(
    context,
    "gateway.delete",
    async (work) => {
      const gateway = await work.tx.gateway.findFirst({
        where: { id, ...visibleGateways(work.accountId) },
      });
      if (gateway === null || !(await removeGateway(work, gateway))) {
        return refuseWith("not_found", "There is no such gateway.");
      }
      return done({ id });
    },
    options,
  );
}
