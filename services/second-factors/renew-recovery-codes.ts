import { z } from "zod";
import { currentPasswordField } from "@/domain/access/password-field";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { hasSecondFactor } from "@/services/second-factors/has-second-factor";
import { replaceRecoveryCodes } from "@/services/second-factors/recovery-codes";
import { requireFreshSecondFactor } from "@/services/second-factors/require-fresh";
import { confirmPassword } from "@/services/sessions/confirm-password";
import { asPerson } from "@/services/sessions/person";

const input = z.object({ password: currentPasswordField });

/**
 * New recovery codes, shown once, in the place of the earlier ones; after the password and a second factor.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, invalid_credentials, too_many_attempts, conflict (no second factor).
 */
export async function renewRecoveryCodes(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ recoveryCodes: readonly string[] }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const confirmed = await confirmPassword(context, "second_factor.renew_codes", parsed.value.password);
  if (!confirmed.ok) return confirmed;
  return act(
    context,
    "second_factor.renew_codes",
    async ({ tx, actor, now, audit }) => {
      const person = asPerson(actor);
      if (!person.ok) return person;
      const { userId } = person.value;
      const stale = await requireFreshSecondFactor(tx, person.value, now);
      if (stale !== null) return stale;
      if (!(await hasSecondFactor(tx, userId)))
        return refuseWith("conflict", "You have no second factor, so recovery codes would open nothing.");
      const recoveryCodes = await replaceRecoveryCodes(tx, context.keys, now, userId);
      await audit({ action: "second_factor.renew_codes" });
      return done({ recoveryCodes });
    },
    { holdsPerson: true },
  );
}
