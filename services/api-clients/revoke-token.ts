import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteAndAudit } from "@/services/tokens/delete-tokens";
import { lockToken, tokenIdInput } from "@/services/tokens/lock-tokens";

/**
 * Revokes one token that an API client obtained; the client can obtain another. No name is asked for: it would have ended within
 * the hour. Refuses: invalid_input, forbidden, not_found (also for tokens that no client obtained), token_deleted.
 */
export async function revokeClientToken(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "api_client.revoke_token", async (work) => {
    const token = await lockToken(work, parsed.value.tokenId);
    if (token === null || token.apiClientId === null)
      return refuseWith("not_found", "There is no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    await deleteAndAudit(work, [token]);
    return done({ id: token.id });
  });
}
