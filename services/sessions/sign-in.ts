import { z } from "zod";
import type { Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import type { BaseContext } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { type Entered, enterAccount } from "@/services/sessions/enter-account";
import { type Candidate, provePassword } from "@/services/sessions/prove-password";

const signInInput = z.object({
  email: z
    .string({ error: "Enter your e-mail address." })
    .max(1000, "Enter your e-mail address.")
    .transform((value) => value.trim().toLowerCase())
    // No person has one with a NUL, and PostgreSQL takes no such text.
    .refine((value) => value !== "" && !value.includes("\0"), "Enter your e-mail address."),
  password: z
    .string({ error: "Enter your password." })
    .min(1, "Enter your password.")
    .max(4096, "No password is that long."),
});

/**
 * Signs a person in with e-mail and password: a new session row in the account last used, or, for who has a second factor, a sign-in that
 * waits for it (services/sessions/second-step). One answer for an unknown address,
 * a wrong password, a disabled person and a template user (ASVS 6.3.8), after the same work. Audited either way.
 * Refuses: invalid_input, invalid_credentials, too_many_attempts.
 */
export async function signIn(base: BaseContext, input: unknown): Promise<Result<Entered>> {
  const parsed = parseInput(signInInput, input);
  if (!parsed.ok) return parsed;
  return provePassword(base, parsed.value, (found) => startSession(base, found));
}

// Person and membership are locked FOR SHARE and read again: a disabling or a new password that was committed meanwhile wins.
async function startSession(
  base: BaseContext,
  { userId, accountId, passwordHash }: Candidate,
): Promise<Entered | null> {
  if (userId === null || accountId === null) return null;
  const now = base.now();
  return base.db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ name: string }[]>`
      SELECT u."name" FROM "User" u JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = ${accountId}::uuid
      WHERE u."id" = ${userId}::uuid AND u."passwordHash" = ${passwordHash}
        AND u."disabledAt" IS NULL AND m."disabledAt" IS NULL FOR SHARE OF u, m`;
    const user = rows[0];
    if (user === undefined) return null;
    const entered = await enterAccount(tx, base, now, { userId, accountId, passwordHash });
    await recordAudit(tx, now, base.origin, {
      accountId,
      actor: { kind: "user", id: userId, name: user.name },
      action: entered.step === "done" ? "session.sign_in" : "session.ask_second_step",
    });
    return entered;
  });
}
