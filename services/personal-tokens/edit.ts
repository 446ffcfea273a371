import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockOwnToken } from "@/services/personal-tokens/lock-own-token";
import { changeTokens } from "@/services/tokens/change-tokens";
import { tokenIdInput } from "@/services/tokens/lock-tokens";
import { notePlace } from "@/services/tokens/note-place";
import { tokenFields } from "@/services/tokens/token-fields";

const editInput = tokenIdInput.extend({
  name: tokenFields.name.optional(),
  notes: tokenFields.notes.optional(),
  storagePlace: tokenFields.storagePlace.optional(),
});

/**
 * Changes name or notes of one of the actor's own personal tokens (for instance where its secret is kept).
 * Refuses: invalid_input, forbidden (auditors change nothing), not_found (also another's), token_deleted.
 */
export async function editPersonalToken(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(editInput, input);
  if (!parsed.ok) return parsed;
  const { tokenId, ...wanted } = parsed.value;
  return act(context, "personal_token.edit", async (work) => {
    const token = await lockOwnToken(work, tokenId);
    if (token === null) return refuseWith("not_found", "You have no such token.");
    const changes = notePlace(token, wanted);
    if (!changes.ok) return changes;
    const result = await changeTokens(work, [token], changes.value);
    return result.ok ? done({ id: token.id }) : result;
  });
}
