import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { graceSeconds } from "@/domain/tokens/bounds";
import { graceEnd } from "@/domain/tokens/grace";
import type { RotatedToken } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { loadBearer } from "@/services/tokens/bearer";
import { keepRevealable } from "@/services/tokens/keep-revealable";
import { type LockedToken, lockToken, tokenIdInput, tokenTarget } from "@/services/tokens/lock-tokens";
import { mintSecret } from "@/services/tokens/mint-secret";
import { refuseObtained } from "@/services/tokens/refuse-obtained";
import { refuseStronger } from "@/services/tokens/refuse-stronger";

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
  { tx, accountId, now, audit }: Work,
  token: LockedToken,
  wanted: z.output<typeof rotateInput>,
): Promise<Result<RotatedToken>> {
  const current = await tx.tokenSecret.findFirstOrThrow({
    where: { tokenId: token.id, retiresAt: null, destroyedAt: null },
    select: { id: true, last4: true },
  });
  if (
    (wanted.expectedLast4 !== undefined && wanted.expectedLast4 !== current.last4) ||
    (wanted.expectedSecretId !== undefined && wanted.expectedSecretId !== current.id)
  ) {
    return refuseWith("conflict", "The token was rotated meanwhile; the new secret was shown then.");
  }
  const graceUntil = graceEnd(now, wanted.graceSeconds, token.expiresAt);
  await tx.tokenSecret.updateMany({
    where: { tokenId: token.id, retiresAt: { not: null }, destroyedAt: null },
    data: { destroyedAt: now },
  });
  await tx.tokenSecret.update({
    where: { id: current.id },
    data: graceUntil === null ? { destroyedAt: now } : { retiresAt: graceUntil },
  });
  const bearer = await loadBearer(tx, accountId, token);
  const minted = mintSecret(context, token.type, bearer.locator, now);
  const { parsed, row } = minted;
  await tx.tokenSecret.create({ data: { ...row, tokenId: token.id } });
  await keepRevealable(context, tx, { accountId, tokenId: token.id }, minted);
  await tx.token.update({
    where: { id: token.id, accountId },
    data: { prefix: parsed.prefix, last4: parsed.last4, updatedAt: now },
  });
  await audit({
    action: "token.rotate",
    target: tokenTarget(token),
    details: { graceUntil, last4: { before: current.last4, after: parsed.last4 } },
  });
  return done({
    id: token.id,
    name: token.name,
    type: token.type,
    secret: parsed.text,
    scheme: typeRule(token.type).scheme,
    actsAs: bearer.actsAs,
    expiresAt: token.expiresAt,
    graceUntil,
  });
}
