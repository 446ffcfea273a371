import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockToken, tokenIdInput } from "@/services/tokens/lock-tokens";
import { setEnabled } from "@/services/tokens/set-enabled";

/**
 * Stops a token until it is enabled again; its secret stays the same. Repeated, it changes nothing and writes no event. Source: Zorus.
 * Refuses: invalid_input, forbidden, not_found, token_deleted.
 */
export async function disableToken(
  context: Context,
  input: unknown,
): Promise<Result<{ id: string; changed: boolean }>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "token.disable", async (work) => {
    const token = await lockToken(work, parsed.value.tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    const result = await setEnabled(work, [token], false);
    return result.ok ? done({ id: token.id, changed: result.value.changed === 1 }) : result;
  });
}
