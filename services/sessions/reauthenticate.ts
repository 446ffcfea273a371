import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { confirmPassword } from "@/services/sessions/confirm-password";
import type { SignedIn } from "@/services/sessions/create-session";
import { asPerson } from "@/services/sessions/person";
import { rotateSession } from "@/services/sessions/rotate-session";

const input = z.object({
  password: z.string({ error: "Enter your password." }).min(1, "Enter your password.").max(4096),
});

/**
 * Proves the password again: for 10 minutes guarded actions go through. The session continues under a new id, which the
 * caller gives to the browser. Refuses: invalid_input, unauthenticated, invalid_credentials, too_many_attempts.
 */
export async function reauthenticate(context: Context, untrusted: unknown): Promise<Result<SignedIn>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const confirmed = await confirmPassword(context, "session.reauthenticate", parsed.value.password);
  if (!confirmed.ok) return confirmed;
  return act(context, "session.reauthenticate", async ({ tx, actor, now, audit }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const signedIn = await rotateSession(tx, now, context.origin, person.value);
    if (signedIn === null) return refuseWith("unauthenticated");
    await audit({ action: "session.reauthenticate" });
    return done(signedIn);
  });
}
