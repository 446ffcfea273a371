import { done, type Result } from "@/domain/result";
import { cancelLinksOfTokens, linksInDetails } from "@/services/invitations/cancel-links";
import { refuseWith, type Work } from "@/services/kernel/act";
import { type LockedToken, tokenTarget } from "@/services/tokens/lock-tokens";
import { refuseStronger } from "@/services/tokens/refuse-stronger";

/**
 * Enables or disables locked tokens, without touching their secrets; an audit event for each that changes. Those that are
 * so already stay as they are. With a token that is disabled, the links that it handed out end for good. Refuses token_deleted
 * when one is deleted: nothing brings it back; and stronger_token when a token enables what it could not hand out.
 */
export async function setEnabled(
  work: Work,
  tokens: readonly LockedToken[],
  enabled: boolean,
): Promise<Result<{ changed: number }>> {
  const deleted = tokens.find((token) => token.deletedAt !== null);
  if (deleted) {
    return tokens.length === 1
      ? refuseWith("token_deleted")
      : refuseWith(
          "token_deleted",
          `“${deleted.name}” is deleted and cannot come back. Nothing was changed.`,
        );
  }
  const changing = tokens.filter((token) => (token.disabledAt === null) !== enabled);
  for (const token of enabled ? changing : []) {
    const within = refuseStronger(work.actor, token);
    if (!within.ok) return within;
  }
  await work.tx.token.updateMany({
    where: { id: { in: changing.map((token) => token.id) }, accountId: work.accountId, deletedAt: null },
    data: { disabledAt: enabled ? null : work.now, updatedAt: work.now },
  });
  const links = enabled
    ? null
    : await cancelLinksOfTokens(
        work,
        changing.map((token) => token.id),
      );
  await work.auditAll(
    changing.map((token) => ({
      action: enabled ? "token.enable" : "token.disable",
      target: tokenTarget(token),
      details: { last4: token.last4, ...linksInDetails(links?.get(token.id)) },
    })),
  );
  return done({ changed: changing.length });
}
