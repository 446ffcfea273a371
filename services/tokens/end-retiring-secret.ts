import type { Work } from "@/services/kernel/act";
import { type LockedToken, tokenTarget } from "@/services/tokens/lock-tokens";
import type { RetiringSecret } from "@/services/tokens/retiring-secret";

/** Destroys the old secret of a locked token before its grace has passed, and writes the event. */
export async function endRetiringSecret(
  { tx, now, audit }: Work,
  token: LockedToken,
  retiring: RetiringSecret,
): Promise<void> {
  await tx.tokenSecret.update({ where: { id: retiring.id }, data: { destroyedAt: now } });
  await audit({
    action: "token.finish_rotation",
    target: tokenTarget(token),
    details: { last4: retiring.last4, graceUntil: { before: retiring.retiresAt, after: now } },
  });
}
