import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { graceSeconds } from "@/domain/tokens/bounds";
import type { RotatedToken } from "@/domain/tokens/token-views";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { refuseGrace } from "@/services/policy/refuse-grace";
import { lockToken, tokenIdInput } from "@/services/tokens/lock-tokens";
import { refuseRotation } from "@/services/tokens/refuse-rotation";
import { loadCurrentSecrets, refuseStale, rotateLocked } from "@/services/tokens/rotate-locked";

/** How long the old secret works on; now, unless another is chosen. */
export const graceChoice = z
  .literal(graceSeconds, { error: `Choose one of ${graceSeconds.join(", ")} seconds.` })
  .default(0);

/** The end of the secret that the form showed: a rotation that was submitted twice shows one secret. */
export const expectedLast4 = z
  .string({ error: "Give the last four characters." })
  .length(4, "Four characters are expected.");

const rotateInput = tokenIdInput.extend({
  graceSeconds: graceChoice,
  expectedLast4: expectedLast4.optional(),
  expectedSecretId: z.uuid({ error: "Name the secret by its id." }).toLowerCase().optional(),
});

export type RotateTokenInput = z.input<typeof rotateInput>;

/**
 * Gives a token a new secret. The old one is refused at once, or works for a grace period that never passes the token's
 * expiry; one that still retires from an earlier rotation is destroyed. A disabled token stays disabled. Source: Zorus "Rotate".
 * Refuses: invalid_input, forbidden (also for types that nobody may rotate, and what API clients obtained), reauthentication_required, not_found,
 * token_deleted, stronger_token, grace_beyond_policy, conflict (the secret that was expected is no longer the current one).
 */
export async function rotateToken(context: Context, input: unknown): Promise<Result<RotatedToken>> {
  const parsed = parseInput(rotateInput, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  return act(context, "token.rotate", async (work) => {
    const token = await lockToken(work, wanted.tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    const may = refuseRotation(work.actor, token);
    if (!may.ok) return may;
    const grace = await refuseGrace(work, wanted.graceSeconds);
    if (!grace.ok) return grace;
    const current = (await loadCurrentSecrets(work, [token])).get(token.id);
    if (current === undefined) throw new Error(`token ${token.id} has no current secret`);
    const fresh = refuseStale(current, wanted);
    if (!fresh.ok) return fresh;
    const { rotated, event } = await rotateLocked(context, work, token, current, wanted.graceSeconds);
    await work.audit(event);
    return done(rotated);
  });
}
