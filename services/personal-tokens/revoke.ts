import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockOwnToken } from "@/services/personal-tokens/lock-own-token";
import { deleteAndAudit } from "@/services/tokens/delete-tokens";
import { tokenIdInput } from "@/services/tokens/lock-tokens";

/**
 * Revokes one of the actor's own personal tokens for good. Sources: Zephyr "Revoke", Zerops "Delete".
 * Refuses: invalid_input, not_found (also another's), token_deleted.
 */
export async function revokePersonalToken(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "personal_token.revoke", async (work) => {
    const token = await lockOwnToken(work, parsed.value.tokenId);
    if (token === null) return refuseWith("not_found", "You have no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    await deleteAndAudit(work, [token]);
    return done({ id: token.id });
  });
}
