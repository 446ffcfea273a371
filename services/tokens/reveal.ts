import { timingSafeEqual } from "node:crypto";
import { done, type Result } from "@/domain/result";
import { canBeRevealed } from "@/domain/tokens/policy";
import type { RevealedSecret } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { holdPolicy } from "@/services/policy/hold";
import { lockToken, tokenIdInput, tokenTarget } from "@/services/tokens/lock-tokens";

/**
 * Shows the current secret of a revealable token again, with an event for each time. Also of a disabled or expired one: it
 * works for nobody meanwhile, and one must be able to tell which key a program holds. Source: Zinrelo "Show/Hide Action".
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, token_deleted, not_revealable (types that are
 * shown once), display_forbidden (by the account's policy).
 */
export async function revealToken(context: Context, input: unknown): Promise<Result<RevealedSecret>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return act(context, "token.reveal", async (work) => {
    const token = await lockToken(work, parsed.value.tokenId);
    if (token === null) return refuseWith("not_found", "There is no such token.");
    if (token.deletedAt !== null) return refuseWith("token_deleted");
    if (!typeRule(token.type).revealable) return refuseWith("not_revealable");
    const policy = await holdPolicy(work.tx, work.accountId);
    if (!canBeRevealed(policy, token.type)) return refuseWith("display_forbidden");
    const secret = await openCurrent(context, work, token.id);
    if (secret === null) return refuseWith("not_revealable");
    await work.audit({
      action: "token.reveal",
      target: tokenTarget(token),
      details: { type: token.type, last4: token.last4 },
    });
    return done({ id: token.id, name: token.name, secret });
  });
}

async function openCurrent(
  { keys }: Pick<Context, "keys">,
  { tx, accountId }: Work,
  tokenId: string,
): Promise<string | null> {
  const row = await tx.tokenSecret.findFirst({
    where: { tokenId, retiresAt: null, destroyedAt: null, token: { accountId } },
    include: { ciphertext: true },
  });
  if (!row?.ciphertext) return null;
  const text = keys.envelope.open(row.ciphertext, { accountId, tokenId, secretId: row.id });
  // What decrypts must also be what verifies: a row that somebody put together is not shown.
  if (text === null || !timingSafeEqual(keys.digest(text), row.digest)) {
    throw new Error(
      `The kept secret of token ${tokenId} does not open: its row or the master key was changed.`,
    );
  }
  return text;
}
