"use server";

import { getBaseContext } from "@/app/desk-context";
import type { OpenReset } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { openReset } from "@/services/invitations/open";
import { resetPassword } from "@/services/passwords/reset";

/** Whose password the link sets. */
export async function openResetAction(input: { secret: string }): Promise<Result<OpenReset>> {
  return openReset(await getBaseContext(), input);
}

/** Sets the password; signing in comes after. */
export async function resetPasswordAction(input: {
  secret: string;
  password: string;
}): Promise<Result<null>> {
  const result = await resetPassword(await getBaseContext(), input);
  return result.ok ? done(null) : result;
}
