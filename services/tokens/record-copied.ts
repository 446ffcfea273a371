import { z } from "zod";
import { canDo } from "@/domain/access/actions";
import { done, type Result } from "@/domain/result";
import { rotateTokensMax } from "@/domain/tokens/bounds";
import { act, refuseWith } from "@/services/kernel/act";
import type { Actor, Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { type LockedToken, lockTokens, tokenIdInput, tokenTarget } from "@/services/tokens/lock-tokens";

const oneOrMany = z.union(
  [
    tokenIdInput.transform(({ tokenId }) => [tokenId]),
    z
      .object({ tokenIds: z.array(tokenIdInput.shape.tokenId).min(1).max(rotateTokensMax) })
      .transform(({ tokenIds }) => tokenIds),
  ],
  { error: `Name the token by its id, or 1 to ${rotateTokensMax} of them.` },
);

/**
 * Records that the actor took secrets out of the page where they were shown, with an event for each token. For those who can be
 * shown one: administrators, and the owner of a personal token. Refuses: invalid_input, forbidden, not_found, token_deleted.
 */
export async function recordSecretCopied(
  context: Context,
  input: unknown,
): Promise<Result<{ count: number }>> {
  const parsed = parseInput(oneOrMany, input);
  if (!parsed.ok) return parsed;
  const ids = new Set(parsed.value);
  return act(context, "token.record_copy", async (work) => {
    const tokens = await lockTokens(work, [...ids]);
    if (tokens.length < ids.size || !tokens.every((token) => mayBeShown(work.actor, token))) {
      return refuseWith("not_found", "There is no such token.");
    }
    if (tokens.some(({ deletedAt }) => deletedAt !== null)) return refuseWith("token_deleted");
    await work.auditAll(
      tokens.map((token) => ({
        action: "token.secret_copied",
        target: tokenTarget(token),
        details: { type: token.type, last4: token.last4 },
      })),
    );
    return done({ count: tokens.length });
  });
}

function mayBeShown(actor: Actor, token: LockedToken): boolean {
  if (actor.kind !== "user") return true;
  const isOwn = token.type === "personal" && token.actsAsUserId === actor.userId;
  return isOwn || (canDo(actor, "token.create") && token.type !== "personal");
}
