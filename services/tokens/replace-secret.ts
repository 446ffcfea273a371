import type { TokenType } from "@/domain/tokens/types";
import type { Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { loadBearer } from "@/services/tokens/bearer";
import { keepRevealable } from "@/services/tokens/keep-revealable";
import { mintSecret } from "@/services/tokens/mint-secret";

/** A token that its caller has locked. */
export type ReplaceableToken = {
  readonly id: string;
  readonly type: TokenType;
  readonly organizationId: string | null;
  readonly actsAsUserId: string | null;
};

/**
 * Gives a token a new secret: one that still retires is destroyed, the current one retires until `graceUntil`, or is destroyed now.
 * The string leaves in the caller's one response.
 */
export async function replaceSecret(
  context: Context,
  { tx, accountId, now }: Pick<Work, "tx" | "accountId" | "now">,
  token: ReplaceableToken,
  currentSecretId: string,
  graceUntil: Date | null,
): Promise<{ readonly secret: string; readonly last4: string; readonly actsAs: string | null }> {
  await tx.tokenSecret.updateMany({
    where: { tokenId: token.id, retiresAt: { not: null }, destroyedAt: null },
    data: { destroyedAt: now },
  });
  await tx.tokenSecret.update({
    where: { id: currentSecretId },
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
  return { secret: parsed.text, last4: parsed.last4, actsAs: bearer.actsAs };
}
