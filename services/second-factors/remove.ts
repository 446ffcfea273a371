import { z } from "zod";
import { currentPasswordField } from "@/domain/access/password-field";
import { done, type Result } from "@/domain/result";
import { secondFactorKindWords } from "@/domain/second-factors/kinds";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { hasSecondFactor } from "@/services/second-factors/has-second-factor";
import { requireFreshSecondFactor } from "@/services/second-factors/require-fresh";
import { confirmPassword } from "@/services/sessions/confirm-password";
import { asPerson } from "@/services/sessions/person";
import { requiringAccount } from "@/services/sign-in-policy/requiring-account";

const input = z.object({ id: z.uuid({ error: "The id must be a UUID." }), password: currentPasswordField });

/**
 * Removes one of the actor's second factors, after the password and a second factor (ASVS 7.5.1). With the last one the recovery codes go:
 * from then on the password alone signs in. The last one stays while an account of theirs requires one.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, invalid_credentials, too_many_attempts, not_found,
 * second_factor_needed (the last one, and an account requires it).
 */
export async function removeSecondFactor(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ isLast: boolean }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { id, password } = parsed.value;
  const confirmed = await confirmPassword(context, "second_factor.remove", password);
  if (!confirmed.ok) return confirmed;
  return act(
    context,
    "second_factor.remove",
    async ({ tx, actor, now, audit }) => {
      const person = asPerson(actor);
      if (!person.ok) return person;
      const { userId } = person.value;
      const stale = await requireFreshSecondFactor(tx, person.value, now);
      if (stale !== null) return stale;
      const factor = await tx.secondFactor.findFirst({ where: { id, userId, confirmedAt: { not: null } } });
      if (factor === null) return refuseWith("not_found", "There is no such second factor; it may be gone.");
      await tx.secondFactor.delete({ where: { id, userId } });
      const isLast = !(await hasSecondFactor(tx, userId));
      const requiring = isLast ? await requiringAccount(tx, userId) : null;
      if (requiring !== null)
        return refuseWith(
          "second_factor_needed",
          `This is your last second factor, and ${requiring} requires one of its people. Add another one first.`,
        );
      if (isLast) await tx.recoveryCode.deleteMany({ where: { userId } });
      await audit({
        action: "second_factor.remove",
        details: { kind: secondFactorKindWords[factor.kind], name: factor.name, isLast },
      });
      return done({ isLast });
    },
    { holdsPerson: true },
  );
}
