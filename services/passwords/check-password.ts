import type { Result } from "@/domain/result";
import { done } from "@/domain/result";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { verifyPassword } from "@/services/passwords/password-hash";
import { countAttempts, forgiveAttempts, waitSentence } from "@/services/sessions/attempt-throttle";

/** What came of it, and whether that is worth an event: who is slowed and goes on trying is seen once, and cannot flood the trail. */
export type PasswordCheck = { readonly result: Result<null>; readonly isNews: boolean };

/**
 * Checks the password of a person who is known already (re-authentication, change): five wrong ones in 15 minutes, then
 * a wait. Refuses: invalid_credentials, too_many_attempts.
 */
export async function checkPassword(
  base: BaseContext,
  user: { readonly id: string; readonly passwordHash: string | null },
  password: string,
): Promise<PasswordCheck> {
  const attempts = [{ bound: "confirmation", key: user.id }] as const;
  const slowed = await countAttempts(base.db, attempts);
  if (slowed !== null) {
    const result = refuseWith("too_many_attempts", waitSentence(slowed.waitSeconds));
    return { result, isNews: slowed.isFirst };
  }
  if (!(await verifyPassword(user.passwordHash, password))) {
    return { result: wrongPassword(), isNews: true };
  }
  await forgiveAttempts(base.db, attempts);
  return { result: done(null), isNews: true };
}

/** Says of a known person's password that it is wrong, at its field. */
export function wrongPassword() {
  const password = "This is not your password.";
  return refuseWith("invalid_credentials", password, { password });
}
