import { z } from "zod";
import { newPasswordField } from "@/domain/access/password-field";
import { done, type Result } from "@/domain/result";
import { unansweredLinks } from "@/services/invitations/open-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { hashPassword } from "@/services/passwords/password-hash";
import { findPasswordFault } from "@/services/passwords/password-policy";
import { requireFreshSecondFactor } from "@/services/second-factors/require-fresh";
import { confirmPassword } from "@/services/sessions/confirm-password";
import type { SignedIn } from "@/services/sessions/create-session";
import { asPerson } from "@/services/sessions/person";
import { rotateSession } from "@/services/sessions/rotate-session";

const input = z.object({
  password: z
    .string({ error: "Enter your current password." })
    .min(1, "Enter your current password.")
    .max(4096),
  newPassword: newPasswordField,
});

/**
 * Sets the actor's new password after the present one: every other session ends, reset links end, this session continues
 * under a new id. Who has a second factor must have proven it in the last ten minutes.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, invalid_credentials, too_many_attempts, conflict.
 */
export async function changePassword(
  context: Context,
  untrusted: unknown,
): Promise<Result<SignedIn & { sessionsEnded: number }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { password, newPassword } = parsed.value;
  const confirmed = await confirmPassword(context, "password.change", password);
  if (!confirmed.ok) return confirmed;
  const { actor, passwordHash } = confirmed.value;
  const fault =
    newPassword === password
      ? "This is your current password. Choose another."
      : findPasswordFault(newPassword, [actor.name, actor.email]);
  if (fault !== null) return refuseWith("invalid_input", fault, { newPassword: fault });
  const newHash = await hashPassword(newPassword);
  return act(
    context,
    "password.change",
    async ({ tx, actor: present, now, audit }) => {
      const person = asPerson(present);
      if (!person.ok) return person;
      const { userId, sessionId } = person.value;
      const stale = await requireFreshSecondFactor(tx, person.value, now);
      if (stale !== null) return stale;
      // The password that was proven must still be the one in force: of two changes at once, one wins.
      const { count: changed } = await tx.user.updateMany({
        where: { id: userId, passwordHash },
        data: { passwordHash: newHash },
      });
      if (changed === 0) return refuseWith("conflict");
      const { count: sessionsEnded } = await tx.session.updateMany({
        where: { userId, id: { not: sessionId }, endedAt: null },
        data: { endedAt: now },
      });
      // Begun with the password of before: whoever knew that one must not finish it.
      await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } });
      await tx.invitation.updateMany({
        where: { userId, purpose: "reset", ...unansweredLinks },
        data: { cancelledAt: now },
      });
      const signedIn = await rotateSession(tx, now, context.origin, person.value);
      if (signedIn === null) return refuseWith("unauthenticated");
      await audit({ action: "password.change", details: { sessions: sessionsEnded } });
      return done({ ...signedIn, sessionsEnded });
    },
    { holdsPerson: true },
  );
}
