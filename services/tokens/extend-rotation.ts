import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { graceSeconds } from "@/domain/tokens/bounds";
import { graceEnd } from "@/domain/tokens/grace";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { refuseGrace } from "@/services/policy/refuse-grace";
import { lockToken, tokenIdInput, tokenTarget } from "@/services/tokens/lock-tokens";
import { refuseStronger } from "@/services/tokens/refuse-stronger";
import { findRetiringSecret } from "@/services/tokens/retiring-secret";

const extendInput = tokenIdInput.extend({
  graceSeconds: z.literal(
    graceSeconds.filter((seconds) => seconds > 0),
    {
      error: `Choose one of ${graceSeconds.filter((seconds) => seconds > 0).join(", ")} seconds.`,
    },
  ),
});

/**
 * Lets the old secret of a rotation work for `graceSeconds` from now, never past the token's expiry and never shorter than
 * it does already. Refuses: invalid_input, forbidden, not_found, token_deleted, stronger_token, not_rotating,
 * grace_beyond_policy.
 */
export async function extendRotation(
  context: Context,
  input: unknown,
): Promise<Result<{ id: string; graceUntil: Date }>> {
  const parsed = parseInput(extendInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "token.extend_rotation", async (work) => {
    const token = await lockToken(work, parsed.value.tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    const within = refuseStronger(work.actor, token);
    if (!within.ok) return within;
    const retiring = await findRetiringSecret(work, token.id);
    const graceUntil = graceEnd(work.now, parsed.value.graceSeconds, token.expiresAt);
    if (retiring === null || graceUntil === null) return refuseWith("not_rotating");
    const grace = await refuseGrace(work, parsed.value.graceSeconds);
    if (!grace.ok) return grace;
    if (graceUntil <= retiring.retiresAt) {
      return refuseWith(
        "invalid_input",
        `The old secret works until ${retiring.retiresAt.toISOString()} already. Choose a longer time.`,
        { graceSeconds: "must end later than it does already, and not after the token's expiry" },
      );
    }
    await work.tx.tokenSecret.update({ where: { id: retiring.id }, data: { retiresAt: graceUntil } });
    await work.audit({
      action: "token.extend_rotation",
      target: tokenTarget(token),
      details: { graceUntil, last4: retiring.last4, before: retiring.retiresAt },
    });
    return done({ id: token.id, graceUntil });
  });
}
