import { z } from "zod";
import { newPasswordField } from "@/domain/access/password-field";
import { done, type Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import { linkSecretField } from "@/services/invitations/link-secret";
import { findLink, takeLink } from "@/services/invitations/use-link";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { hashPassword } from "@/services/passwords/password-hash";
import { findPasswordFault } from "@/services/passwords/password-policy";
import { reachesNoFurther } from "@/services/passwords/reset-reach";

const input = z.object({ secret: linkSecretField, password: newPasswordField });

/**
 * Sets a new password with a reset link, once. Every session of the person ends; signing in comes after. Of a person who has joined
 * another account since the link was handed out, only an operator's works.
 * Refuses: invalid_input, link_invalid.
 */
export async function resetPassword(
  base: BaseContext,
  untrusted: unknown,
): Promise<Result<{ email: string }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { secret, password } = parsed.value;
  const link = await findLink(base.db, base, "reset", secret);
  if (link?.userId == null) return refuseWith("link_invalid");
  const user = await base.db.user.findFirst({ where: { id: link.userId, disabledAt: null } });
  if (user?.email == null) return refuseWith("link_invalid");
  const { id: userId, name, email } = user;
  const fault = findPasswordFault(password, [name, email]);
  if (fault !== null) return refuseWith("invalid_input", fault, { password: fault });
  const passwordHash = await hashPassword(password);
  const now = base.now();
  return base.db.$transaction(async (tx): Promise<Result<{ email: string }>> => {
    // Locked: who joins another account at this moment has done so before, or proves the new password.
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
    const isOpen = (await reachesNoFurther(tx, link)) && (await takeLink(tx, link.id, now));
    if (!isOpen) return refuseWith("link_invalid");
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } });
    const { count: sessions } = await tx.session.updateMany({
      where: { userId, endedAt: null },
      data: { endedAt: now },
    });
    await recordAudit(tx, now, base.origin, {
      accountId: link.accountId,
      actor: { kind: "user", id: userId, name },
      action: "password.reset",
      target: { kind: "user", id: userId, name },
      details: { sessions },
    });
    return done({ email });
  });
}
