import { done, type Result } from "@/domain/result";
import { isTyped, needsTypedConfirmation } from "@/domain/tokens/confirmation";
import { typeRule } from "@/domain/tokens/types";
import { linksInDetails } from "@/services/invitations/cancel-links";
import { refuseWith, type Work } from "@/services/kernel/act";
import { destroyTokens } from "@/services/tokens/destroy-tokens";
import { type LockedToken, tokenTarget } from "@/services/tokens/lock-tokens";

/**
 * Deletes locked, live tokens with an event for each. `confirmation` must be `expected` when one of them was used in the
 * last days (domain/tokens/bounds) and a person deletes. Refuses token_enabled (types that are deleted only when disabled), confirmation_mismatch.
 */
export async function deleteLockedTokens(
  work: Work,
  tokens: readonly LockedToken[],
  confirmation: string | undefined,
  expected: { readonly text: string; readonly what: string },
): Promise<Result<{ count: number }>> {
  const enabled = tokens.find(
    (token) => typeRule(token.type).deleteWhen === "disabled" && token.disabledAt === null,
  );
  if (enabled) {
    return refuseWith(
      "token_enabled",
      `“${enabled.name}” is still enabled. Disable it first, then delete it.`,
    );
  }
  // A program that names an id means it: what is typed guards a hand that slips.
  const inUse =
    work.actor.kind !== "token" && tokens.some((token) => needsTypedConfirmation(token.lastUsedAt, work.now));
  if (inUse && !isTyped(confirmation, expected.text)) {
    return refuseWith(
      "confirmation_mismatch",
      `It was used in the last days. Type ${expected.what} to confirm.`,
    );
  }
  await deleteAndAudit(work, tokens);
  return done({ count: tokens.length });
}

/**
 * Ends locked, live tokens for good with an event for each, without further questions. What an event tells of an ended token stands
 * here alone; `action` says whether somebody deleted it, or handed it in to be revoked.
 */
export async function deleteAndAudit(
  work: Work,
  tokens: readonly LockedToken[],
  action: "token.delete" | "token.revoke" = "token.delete",
): Promise<void> {
  const links = await destroyTokens(
    work,
    tokens.map((token) => token.id),
  );
  await work.auditAll(
    tokens.map((token) => ({
      action,
      target: tokenTarget(token),
      details: {
        type: token.type,
        last4: token.last4,
        lastUsedAt: token.lastUsedAt,
        ...linksInDetails(links.get(token.id)),
      },
    })),
  );
}
