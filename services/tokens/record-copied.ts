import { canDo } from "@/domain/access/actions";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockToken, tokenIdInput, tokenTarget } from "@/services/tokens/lock-tokens";

/**
 * Records that the actor took a secret out of the page where it was shown. For those who can be shown one: administrators, and
 * the owner of a personal token. Refuses: invalid_input, forbidden, not_found, token_deleted.
 */
export async function recordSecretCopied(context: Context, input: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "token.record_copy", async (work) => {
    const token = await lockToken(work, parsed.value.tokenId);
    const { actor } = work;
    const isOwn =
      token !== null &&
      actor.kind === "user" &&
      token.type === "personal" &&
      token.actsAsUserId === actor.userId;
    const mayEach = actor.kind !== "user" || (canDo(actor, "token.create") && token?.type !== "personal");
    if (token === null || !(isOwn || mayEach)) return refuseWith("not_found", "There is no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    await work.audit({
      action: "token.secret_copied",
      target: tokenTarget(token),
      details: { type: token.type, last4: token.last4 },
    });
    return done({ id: token.id });
  });
}
