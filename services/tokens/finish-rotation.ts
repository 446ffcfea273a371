import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { endRetiringSecret } from "@/services/tokens/end-retiring-secret";
import { lockToken, tokenIdInput } from "@/services/tokens/lock-tokens";
import { findRetiringSecret } from "@/services/tokens/retiring-secret";

/**
 * Ends a grace period now: the old secret is refused from here on.
 * Refuses: invalid_input, forbidden, not_found, token_deleted, not_rotating.
 */
export async function finishRotation(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "token.finish_rotation", async (work) => {
    const token = await lockToken(work, parsed.value.tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    const retiring = await findRetiringSecret(work, token.id);
    if (retiring === null) return refuseWith("not_rotating");
    await endRetiringSecret(work, token, retiring);
    return done({ id: token.id });
  });
}
