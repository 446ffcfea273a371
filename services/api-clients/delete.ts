import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { isTyped, needsTypedConfirmation } from "@/domain/tokens/confirmation";
import { apiClientIdInput } from "@/services/api-clients/client-fields";
import { destroyClientTokens } from "@/services/api-clients/destroy-client-tokens";
import { clientTarget, lockClient } from "@/services/api-clients/lock-client";
import { cancelLinksOfClient, linksInDetails } from "@/services/invitations/cancel-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const deleteInput = apiClientIdInput.extend({
  /** The client's name, typed; needed when it was used in the last 7 days. */
  confirmation: z.string({ error: "The confirmation must be text." }).max(2000, "Too long.").optional(),
});

/**
 * Deletes an API client and revokes all its tokens in the same transaction, with the links that they handed out; a tombstone stays
 * for auditors. One that is obtaining a token at this moment either has it before, and it is revoked, or is refused.
 * Refuses: invalid_input, forbidden, not_found (also when it is deleted already), confirmation_mismatch.
 */
export async function deleteApiClient(
  context: Context,
  input: unknown,
): Promise<Result<{ id: string; tokens: number }>> {
  const parsed = parseInput(deleteInput, input);
  if (!parsed.ok) return parsed;
  const { apiClientId, confirmation } = parsed.value;
  return act(context, "api_client.delete", async (work) => {
    const client = await lockClient(work, apiClientId);
    if (client === null) return refuseWith("not_found", "There is no such API client.");
    // A program that names an id means it: what is typed guards a hand that slips.
    const isInUse = work.actor.kind !== "token" && needsTypedConfirmation(client.lastUsedAt, work.now);
    if (isInUse && !isTyped(confirmation, client.name)) {
      return refuseWith(
        "confirmation_mismatch",
        "It was used in the last days. Type the name of the client to confirm.",
      );
    }
    const { tx, actor, accountId, now } = work;
    await tx.apiClient.update({
      where: { id: client.id, accountId },
      data: {
        deletedAt: now,
        deletedById: actor.kind === "user" ? actor.userId : null,
        deletedByName: actor.name,
        updatedAt: now,
      },
    });
    const links = await cancelLinksOfClient(work, client.id);
    const tokens = await destroyClientTokens(work, client.id);
    await work.audit({
      action: "api_client.delete",
      target: clientTarget(client),
      details: {
        clientId: client.clientId,
        last4: client.last4,
        lastUsedAt: client.lastUsedAt,
        tokens: tokens || null,
        ...linksInDetails(links),
      },
    });
    return done({ id: client.id, tokens });
  });
}
