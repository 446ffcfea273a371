import type { Action } from "@/domain/access/actions";
import { done, type Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import { auditActor, read } from "@/services/kernel/act";
import type { Context, UserActor } from "@/services/kernel/context";
import { checkPassword } from "@/services/passwords/check-password";
import { asPerson } from "@/services/sessions/person";

/** A person whose password was just checked, and the hash that it matched. */
export type Confirmed = { readonly actor: UserActor; readonly passwordHash: string };

/**
 * Asks the context's person for the password, before and outside the transaction that relies on it: argon2 takes its time.
 * A wrong one is audited, and the first that is not looked at any more. Refuses: unauthenticated, invalid_credentials, too_many_attempts.
 */
export async function confirmPassword(
  context: Context,
  action: Action,
  password: string,
): Promise<Result<Confirmed>> {
  return read(context, action, async ({ actor, now }): Promise<Result<Confirmed>> => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const user = await context.db.user.findUniqueOrThrow({
      where: { id: person.value.userId },
      select: { id: true, passwordHash: true },
    });
    const { result: checked, isNews } = await checkPassword(context, user, password);
    if (!checked.ok && isNews) {
      await context.db.$transaction((tx) =>
        recordAudit(tx, now, context.origin, {
          accountId: person.value.accountId,
          actor: auditActor(actor),
          action: "session.reauthenticate_failed",
          outcome: "refused",
          details: { reason: checked.refusal.code, attempted: action },
        }),
      );
    }
    if (!checked.ok) return checked;
    return done({ actor: person.value, passwordHash: user.passwordHash ?? "" });
  });
}
