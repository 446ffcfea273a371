import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { apiClientIdInput, clientStrength } from "@/services/api-clients/client-fields";
import { clientTarget, lockClient } from "@/services/api-clients/lock-client";
import { cancelLinksOfClient, linksInDetails } from "@/services/invitations/cancel-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { refuseStronger } from "@/services/tokens/refuse-stronger";

/**
 * Enables or disables a client without touching its secret or its tokens; the verifier asks the client's row each time. The links
 * that its tokens handed out end for good when it is disabled. Refuses stronger_token when a token enables what it could not make.
 */
export async function setClientEnabled(
  context: Context,
  input: unknown,
  enabled: boolean,
): Promise<Result<Changed>> {
  const parsed = parseInput(apiClientIdInput, input);
  if (!parsed.ok) return parsed;
  const action = enabled ? "api_client.enable" : "api_client.disable";
  return act(context, action, async (work): Promise<Result<Changed>> => {
    const client = await lockClient(work, parsed.value.apiClientId);
    if (client === null) return refuseWith("not_found", "There is no such API client.");
    if ((client.disabledAt === null) === enabled) return done({ id: client.id, changed: false });
    const within = enabled ? refuseStronger(work.actor, clientStrength) : done(null);
    if (!within.ok) return within;
    await work.tx.apiClient.update({
      where: { id: client.id, accountId: work.accountId },
      data: { disabledAt: enabled ? null : work.now, updatedAt: work.now },
    });
    const links = enabled ? 0 : await cancelLinksOfClient(work, client.id);
    await work.audit({
      action,
      target: clientTarget(client),
      details: { clientId: client.clientId, ...linksInDetails(links) },
    });
    return done({ id: client.id, changed: true });
  });
}
