import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { readTypedCode } from "@/domain/second-factors/typed-code";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { findStep } from "@/services/second-factors/app-codes";
import { openAppSecret } from "@/services/second-factors/app-secret";
import { typedCode, wrongCode } from "@/services/second-factors/code-field";
import { type ConfirmedFactor, confirmFactor, notBegun } from "@/services/second-factors/confirm-factor";
import { asPerson } from "@/services/sessions/person";

const input = z.object({ id: z.uuid({ error: "The id must be a UUID." }), code: typedCode });

/**
 * Adds the authenticator app that was begun, once a code proves that it has the secret.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, not_found (begun an hour ago, or anew), invalid_credentials.
 */
export async function confirmApp(context: Context, untrusted: unknown): Promise<Result<ConfirmedFactor>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { id, code } = parsed.value;
  return act(
    context,
    "second_factor.add",
    async (work) => {
      const person = asPerson(work.actor);
      if (!person.ok) return person;
      return confirmFactor(context, work, person.value, { id, kind: "app" }, async (app) => {
        const secret = openAppSecret(context.keys, app);
        if (secret === null) return notBegun();
        const typed = readTypedCode(code);
        const step = typed?.kind === "app" ? findStep(secret, typed.digits, work.now) : null;
        return step === null ? wrongCode() : done({ lastStep: step });
      });
    },
    { holdsPerson: true },
  );
}
