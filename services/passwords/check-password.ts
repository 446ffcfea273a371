import type { Result } from "@/domain/result";
import { done } from "@/domain/result";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { verifyPassword } from "@/services/passwords/password-hash";
import { countAttempts, forgiveAttempts, waitSentence } from "@/services/sessions/attempt-throttle";

/**
 * Checks the password of a person who is known already (re-authentication, change): five wrong ones in 15 minutes, then
 * a wait. Refuses: invalid_credentials, too_many_attempts.
 */
export async function checkPassword(
  base: BaseContext,
  user: { readonly id: string; readonly passwordHash: string | null },
  password: string,
): Promise<Result<null>> {
  const attempts = [{ bound: "confirmation", key: user.id }] as const;
  const slowed = await countAttempts(base.db, attempts);
  if (slowed !== null) return refuseWith("too_many_attempts", waitSentence(slowed.waitSeconds));
  if (!(await verifyPassword(user.passwordHash, password)))
    return refuseWith("invalid_credentials", "This is not your password.", {
      password: "is not your password",
    });
  await forgiveAttempts(base.db, attempts);
  return done(null);
}
