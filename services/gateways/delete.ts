import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { visibleGateways } from "@/services/gateways/visible";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { destroyTokens } from "@/services/tokens/destroy-tokens";

const deleteInput = z.object({ gatewayId: z.uuid({ error: "Name the gateway by its id." }) });

/**
 * Removes a gateway: the secrets of its token are destroyed for good, and its next question is refused.
 * Refuses: invalid_input, forbidden, not_found (also for a gateway that is removed already).
 */
export async function deleteGateway(
  context: Context,
  input: unknown,
  options: { accountId?: string } = {},
): Promise<Result<{ id: string }>> {
  const parsed = parseInput(deleteInput, input);
  if (!parsed.ok) return parsed;
  const id = parsed.value.gatewayId;
  return act(
    context,
    "gateway.delete",
    async (work) => {
      const { tx, accountId, now, audit } = work;
      const gateway = await tx.gateway.findFirst({ where: { id, ...visibleGateways(accountId) } });
      if (gateway === null) return refuseWith("not_found", "There is no such gateway.");
      // Of two that remove it at once, one changes the row and the other finds none.
      const changed = await tx.gateway.updateMany({
        where: { id, deletedAt: null },
        data: { deletedAt: now },
      });
      if (changed.count === 0) return refuseWith("not_found", "There is no such gateway.");
      await destroyTokens({ ...work, accountId: gateway.accountId }, [gateway.tokenId]);
      await audit({
        action: "gateway.delete",
        target: { kind: "gateway", id, name: gateway.name },
        details: { forDeployment: gateway.forDeployment },
      });
      return done({ id });
    },
    options,
  );
}
