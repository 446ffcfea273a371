import type { z } from "zod";
import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { changeTokens } from "@/services/tokens/change-tokens";
import { lockToken, tokenIdInput } from "@/services/tokens/lock-tokens";
import { notePlace } from "@/services/tokens/note-place";
import { tokenFields } from "@/services/tokens/token-fields";

const editInput = tokenIdInput.extend({
  name: tokenFields.name.optional(),
  notes: tokenFields.notes.optional(),
  expiresAt: tokenFields.expiresAt.optional(),
  ipAllowList: tokenFields.ipAllowList.optional(),
  storagePlace: tokenFields.storagePlace.optional(),
});

export type EditTokenInput = z.input<typeof editInput>;

/**
 * Changes the given fields of a token and nothing else: never its secret, its rights or when it was last used. The event
 * holds before and after. Sources: Zorus "Edit", Zinrelo "Edit". Refuses: invalid_input, forbidden, not_found, token_deleted,
 * stronger_token, expiry_beyond_policy.
 */
export async function editToken(context: Context, input: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(editInput, input);
  if (!parsed.ok) return parsed;
  const { tokenId, ...wanted } = parsed.value;
  return act(context, "token.edit", async (work) => {
    const token = await lockToken(work, tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    const changes = notePlace(token, wanted);
    if (!changes.ok) return changes;
    const result = await changeTokens(work, [token], changes.value);
    return result.ok ? done({ id: token.id, changed: result.value.changed === 1 }) : result;
  });
}
