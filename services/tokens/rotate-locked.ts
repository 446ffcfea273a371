import { done, type Result } from "@/domain/result";
import { graceEnd } from "@/domain/tokens/grace";
import type { RotatedToken } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";
import { cancelLinksOfTokens, linksInDetails } from "@/services/invitations/cancel-links";
import { refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { isShownOnce } from "@/services/policy/is-shown-once";
import { type LockedToken, tokenTarget } from "@/services/tokens/lock-tokens";
import { replaceSecret } from "@/services/tokens/replace-secret";

export type CurrentSecret = { readonly id: string; readonly last4: string; readonly createdAt: Date };

/** A new secret for its one response, and the event that tells of it without the secret. */
export type Rotation = { readonly rotated: RotatedToken; readonly event: Parameters<Work["audit"]>[0] };

/** The current secrets of locked tokens, by token; a deleted one has none. */
export async function loadCurrentSecrets(
  { tx }: Pick<Work, "tx">,
  tokens: readonly LockedToken[],
): Promise<ReadonlyMap<string, CurrentSecret>> {
  const secrets = await tx.tokenSecret.findMany({
    where: { tokenId: { in: tokens.map(({ id }) => id) }, retiresAt: null, destroyedAt: null },
    select: { tokenId: true, id: true, last4: true, createdAt: true },
  });
  return new Map(secrets.map(({ tokenId, ...secret }) => [tokenId, secret]));
}

/** Refuses `conflict` when the secret that was expected is no longer the current one: what was submitted twice shows one secret. */
export function refuseStale(
  current: CurrentSecret,
  expected: { readonly expectedLast4?: string | undefined; readonly expectedSecretId?: string | undefined },
): Result<null> {
  const { expectedLast4 = current.last4, expectedSecretId = current.id } = expected;
  return expectedLast4 === current.last4 && expectedSecretId === current.id
    ? done(null)
    : refuseWith("conflict", "The token was rotated meanwhile; the new secret was shown then.");
}

/**
 * Gives a locked token a new secret, all refusals behind it. The old one ends now or after a grace period that never passes the
 * token's expiry; the links that it handed out end at once. `event` is the caller's to write in its transaction.
 */
export async function rotateLocked(
  context: Context,
  work: Work,
  token: LockedToken,
  current: CurrentSecret,
  seconds: number,
): Promise<Rotation> {
  const end = graceEnd(work.now, seconds, token.expiresAt);
  // A node whose clock is fast may have dated it past the token's expiry: then it ends at once.
  const graceUntil = end !== null && end > current.createdAt ? end : null;
  const shownOnce = await isShownOnce(work, token.type);
  const { secret, last4, actsAs } = await replaceSecret(context, work, token, current.id, graceUntil);
  // Who holds the old secret may have invited somebody: that ends now, also where the secret goes on for a grace period.
  const links = await cancelLinksOfTokens(work, [token.id]);
  return {
    rotated: {
      id: token.id,
      name: token.name,
      type: token.type,
      secret,
      shownOnce,
      scheme: typeRule(token.type).scheme,
      actsAs,
      expiresAt: token.expiresAt,
      graceUntil,
    },
    event: {
      action: "token.rotate",
      target: tokenTarget(token),
      details: {
        graceUntil,
        last4: { before: current.last4, after: last4 },
        ...linksInDetails(links.get(token.id)),
      },
    },
  };
}
