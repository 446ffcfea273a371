import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { graceSeconds } from "@/domain/tokens/bounds";
import { graceEnd } from "@/domain/tokens/grace";
import type { RotatedToken } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { type LockedToken, lockToken, tokenIdInput, tokenTarget } from "@/services/tokens/lock-tokens";
import { refuseObtained } from "@/services/tokens/refuse-obtained";
import { refuseStronger } from "@/services/tokens/refuse-stronger";
import { replaceSecret } from "@/services/tokens/replace-secret";

const rotateInput = tokenIdInput.extend({
  graceSeconds: z
    .literal(graceSeconds, { error: `Choose one of ${graceSeconds.join(", ")} seconds.` })
    .default(0),
  /** The secret that the form showed: a rotation that was submitted twice shows one secret. */
  expectedLast4: z.string().length(4, "Four characters are expected.").optional(),
  expectedSecretId: z.uuid({ error: "Name the secret by its id." }).optional(),
});

export type RotateTokenInput = z.input<typeof rotateInput>;

/**
 * Gives a token a new secret. The old one is refused at once, or works for a grace period that never passes the token's
 * expiry; one that still retires from an earlier rotation is destroyed. A disabled token stays disabled. Source: Zorus "Rotate".
 * Refuses: invalid_input, forbidden (also for types that nobody may rotate, and what API clients obtained), reauthentication_required, not_found,
 * token_deleted, stronger_token, conflict (the secret that was expected is no longer the current one).
 */
export async function rotateToken(context: Context, input: unknown): Promise<Result<RotatedToken>> {
  const parsed = parseInput(rotateInput, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  return act(context, "token.rotate", async (work) => {
    const token = await lockToken(work, wanted.tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    if (token.apiClientId !== null) return refuseObtained(token);
    const rule = typeRule(token.type);
    if (rule.rotatableBy === "nobody") {
      return refuseWith(
        "forbidden",
        `${rule.label} tokens are not rotated: only the owner may see the secret. Revoke it; the owner makes another.`,
      );
    }
    // Its own next secret is no other's.
    if (work.actor.kind !== "token" || work.actor.tokenId !== token.id) {
      const within = refuseStronger(work.actor, token);
      if (!within.ok) return within;
    }
    return rotate(context, work, token, wanted);
  });
}

async function rotate(
  context: Context,
  work: Work,
  token: LockedToken,
  wanted: z.output<typeof rotateInput>,
): Promise<Result<RotatedToken>> {
  const { tx, now, audit } = work;
  const current = await tx.tokenSecret.findFirstOrThrow({
    where: { tokenId: token.id, retiresAt: null, destroyedAt: null },
    select: { id: true, last4: true, createdAt: true },
  });
  if (
    (wanted.expectedLast4 !== undefined && wanted.expectedLast4 !== current.last4) ||
    (wanted.expectedSecretId !== undefined && wanted.expectedSecretId !== current.id)
  ) {
    return refuseWith("conflict", "The token was rotated meanwhile; the new secret was shown then.");
  }
  const end = graceEnd(now, wanted.graceSeconds, token.expiresAt);
  // A node whose clock is fast may have dated it past the token's expiry: then it ends at once.
  const graceUntil = end !== null && end > current.createdAt ? end : null;
  const { secret, last4, actsAs } = await replaceSecret(context, work, token, current.id, graceUntil);
  await audit({
    action: "token.rotate",
    target: tokenTarget(token),
    details: { graceUntil, last4: { before: current.last4, after: last4 } },
  });
  return done({
    id: token.id,
    name: token.name,
    type: token.type,
    secret,
    scheme: typeRule(token.type).scheme,
    actsAs,
    expiresAt: token.expiresAt,
    graceUntil,
  });
}
