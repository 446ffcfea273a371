import { z } from "zod";
import { currentPasswordField } from "@/domain/access/password-field";
import { done, type Result } from "@/domain/result";
import { secondFactorName } from "@/domain/second-factors/name-field";
import type { AppToConfirm } from "@/domain/second-factors/second-factor-views";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { appUri, mintAppSecret } from "@/services/second-factors/app-codes";
import { sealAppSecret } from "@/services/second-factors/app-secret";
import { beginFactor } from "@/services/second-factors/begin-factor";
import { confirmPassword } from "@/services/sessions/confirm-password";
import { asPerson } from "@/services/sessions/person";

const input = z.object({ name: secondFactorName, password: currentPasswordField });

/**
 * Begins to add an authenticator app, after the password: gives the secret that the app is to have, once. It guards nothing until
 * `confirmApp` has seen a code of it; one that was begun before and not confirmed is gone.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, invalid_credentials, too_many_attempts, cap_reached.
 */
export async function beginApp(context: Context, untrusted: unknown): Promise<Result<AppToConfirm>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { name, password } = parsed.value;
  const confirmed = await confirmPassword(context, "second_factor.add", password);
  if (!confirmed.ok) return confirmed;
  return act(context, "second_factor.add", async (work) => {
    const person = asPerson(work.actor);
    if (!person.ok) return person;
    const { userId, email } = person.value;
    const secret = mintAppSecret();
    const seal = (id: string) => sealAppSecret(context.keys, secret, { id, userId });
    const begun = await beginFactor(work, person.value, { kind: "app", name, seal });
    if (!begun.ok) return begun;
    const issuer = `Keydesk ${new URL(context.config.deskUrl).hostname}`;
    return done({ id: begun.value.id, secret, uri: appUri(secret, { issuer, label: email }) });
  });
}
