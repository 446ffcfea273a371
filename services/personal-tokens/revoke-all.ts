import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteEvery, lockEvery, revokeTimeoutMs } from "@/services/tokens/delete-every";

const revokeAllInput = z.object({
  /** The number of the actor's tokens, typed. */
  confirmation: z.string({ error: "Type the number of tokens." }).max(100, "Too long."),
});

/**
 * Revokes all of the actor's own personal tokens in this account, all or none. Source: Zephyr "Revoke API tokens".
 * Refuses: invalid_input, reauthentication_required, confirmation_mismatch.
 */
export async function revokeAllPersonalTokens(
  context: Context,
  input: unknown,
): Promise<Result<{ count: number }>> {
  const parsed = parseInput(revokeAllInput, input);
  if (!parsed.ok) return parsed;
  return act(
    context,
    "personal_token.revoke_all",
    async (work) => {
      if (work.actor.kind !== "user") return refuseWith("forbidden");
      const own = { personalOf: work.actor.userId };
      const { count: found } = await lockEvery(work, own);
      if (parsed.value.confirmation.trim() !== String(found)) {
        return refuseWith(
          "confirmation_mismatch",
          `You have ${found} tokens. Type ${found} to revoke them all.`,
        );
      }
      const count = await deleteEvery(work, own);
      await work.audit({ action: "token.revoke_all", details: { count, own: true } });
      return done({ count });
    },
    { timeoutMs: revokeTimeoutMs },
  );
}
