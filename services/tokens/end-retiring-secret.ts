import { cancelLinksOfOldSecret, linksInDetails } from "@/services/invitations/cancel-links";
import type { Work } from "@/services/kernel/act";
import { type LockedToken, tokenTarget } from "@/services/tokens/lock-tokens";
import type { RetiringSecret } from "@/services/tokens/retiring-secret";

/**
 * Destroys the old secret of a locked token before its grace has passed, ends the links that it handed out meanwhile, and writes the
 * event. The new secret goes on, and so does what it handed out.
 */
export async function endRetiringSecret(
  work: Work,
  token: LockedToken,
  retiring: RetiringSecret,
): Promise<void> {
  const { tx, now, audit } = work;
  await tx.tokenSecret.update({ where: { id: retiring.id }, data: { destroyedAt: now } });
  const links = await cancelLinksOfOldSecret(work, token.id);
  await audit({
    action: "token.finish_rotation",
    target: tokenTarget(token),
    details: {
      last4: retiring.last4,
      graceUntil: { before: retiring.retiresAt, after: now },
      ...linksInDetails(links),
    },
  });
}
