import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteLockedTokens } from "@/services/tokens/delete-tokens";
import { lockToken, tokenIdInput } from "@/services/tokens/lock-tokens";

const deleteInput = tokenIdInput.extend({
  /** The token's name, typed; needed when it was used in the last 7 days. */
  confirmation: z.string({ error: "The confirmation must be text." }).max(2000, "Too long.").optional(),
});

/**
 * Deletes a token: its secrets are destroyed for good, and a tombstone stays for auditors. Sources: Zorus "Delete", Zerops
 * "Delete", Zinrelo "Delete" (only when disabled). Refuses: invalid_input, forbidden, not_found, token_deleted,
 * token_enabled, confirmation_mismatch.
 */
export async function deleteToken(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(deleteInput, input);
  if (!parsed.ok) return parsed;
  const { tokenId, confirmation } = parsed.value;
  return act(context, "token.delete", async (work) => {
    const token = await lockToken(work, tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    const result = await deleteLockedTokens(work, [token], confirmation, {
      text: token.name,
      what: "the name of the token",
    });
    return result.ok ? done({ id: token.id }) : result;
  });
}
