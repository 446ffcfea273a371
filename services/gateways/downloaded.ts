import { z } from "zod";
import type { ListedGateway } from "@/domain/gateways/gateway-views";
import { done, type Result } from "@/domain/result";
import { gatewayIdInput } from "@/services/gateways/gateway-id";
import { findGateways } from "@/services/gateways/list";
import { removeGateway } from "@/services/gateways/remove";
import { liveGateways } from "@/services/gateways/visible";
import { act, read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const listInput = z.object({
  /** Null: those that serve the account as a whole. */
  organizationId: z.uuid({ error: "Name the organization by its id." }).nullable(),
});

// What an operator added is not theirs, though it serves them.
const ofAccount = (accountId: string) => ({
  ...liveGateways,
  accountId,
  forDeployment: false,
  downloadedWithId: { not: null },
});

/**
 * The gateways that programs downloaded for an organization of the actor's account, or for the account, newest first: whoever may
 * hand out download tokens sees what comes of them. Refuses: invalid_input, unauthenticated, forbidden.
 */
export async function listDownloadedGateways(
  context: Context,
  input: unknown,
): Promise<Result<ListedGateway[]>> {
  const parsed = parseInput(listInput, input);
  if (!parsed.ok) return parsed;
  const { organizationId } = parsed.value;
  return read(context, "downloaded_gateway.view", async ({ accountId, now }) => {
    const where = { ...ofAccount(accountId), token: { ...liveGateways.token, organizationId } };
    return done(await findGateways(context, where, now));
  });
}

/** Removes such a gateway; its next question is refused. Refuses: invalid_input, forbidden, not_found. */
export async function deleteDownloadedGateway(
  context: Context,
  input: unknown,
): Promise<Result<{ id: string }>> {
  const parsed = parseInput(gatewayIdInput, input);
  if (!parsed.ok) return parsed;
  const id = parsed.value.gatewayId;
  return act(context, "downloaded_gateway.delete", async (work) => {
    const gateway = await work.tx.gateway.findFirst({ where: { id, ...ofAccount(work.accountId) } });
    if (gateway === null || !(await removeGateway(work, gateway))) {
      return refuseWith("not_found", "There is no such gateway.");
    }
    return done({ id });
  });
}
