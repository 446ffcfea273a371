"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { writeSessionCookie } from "@/app/session-cookie";
import { done, type Result } from "@/domain/result";
import type { NewRecoveryCodes } from "@/domain/second-factors/second-factor-views";
import { changePassword } from "@/services/passwords/change";
import { beginApp } from "@/services/second-factors/begin-app";
import { confirmApp } from "@/services/second-factors/confirm-app";
import { removeSecondFactor } from "@/services/second-factors/remove";
import { renewRecoveryCodes } from "@/services/second-factors/renew-recovery-codes";
import { endOtherSessions } from "@/services/sessions/end-others";
import { endOwnSession } from "@/services/sessions/end-own";

export async function endSessionAction(input: unknown) {
  const result = await endOwnSession(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}

export async function endOtherSessionsAction() {
  const result = await endOtherSessions(await getDeskContext());
  if (result.ok) refresh();
  return result;
}

/** Changes the password; this browser's session goes on under its new id. */
export async function changePasswordAction(input: unknown): Promise<Result<{ sessionsEnded: number }>> {
  const result = await changePassword(await getDeskContext(), input);
  if (!result.ok) return result;
  await writeSessionCookie(result.value);
  return done({ sessionsEnded: result.value.sessionsEnded });
}

/** Begins to add an authenticator app: what it is to have, once. */
export async function beginAppAction(input: unknown) {
  return beginApp(await getDeskContext(), input);
}

/** Adds the app; this browser's session goes on under its new id. The page is refreshed once the recovery codes are in safe hands. */
export async function confirmAppAction(
  input: unknown,
): Promise<Result<NewRecoveryCodes & { sessionsEnded: number }>> {
  const result = await confirmApp(await getDeskContext(), input);
  if (!result.ok) return result;
  const { recoveryCodes, sessionsEnded } = result.value;
  await writeSessionCookie(result.value);
  return done({ recoveryCodes, sessionsEnded });
}

export async function removeSecondFactorAction(input: unknown) {
  const result = await removeSecondFactor(await getDeskContext(), input);
  if (result.ok) refresh();
  return result;
}

/** New recovery codes, shown once. */
export async function renewRecoveryCodesAction(input: unknown) {
  return renewRecoveryCodes(await getDeskContext(), input);
}
