"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { writeSessionCookie } from "@/app/session-cookie";
import { done, type Result } from "@/domain/result";
import type { NewRecoveryCodes } from "@/domain/second-factors/second-factor-views";
import { changePassword } from "@/services/passwords/change";
import { beginApp } from "@/services/second-factors/begin-app";
import { beginKey } from "@/services/second-factors/begin-key";
import { confirmApp } from "@/services/second-factors/confirm-app";
import type { ConfirmedFactor } from "@/services/second-factors/confirm-factor";
import { confirmKey } from "@/services/second-factors/confirm-key";
import { removeSecondFactor } from "@/services/second-factors/remove";
import { renewRecoveryCodes } from "@/services/second-factors/renew-recovery-codes";
import { endOtherSessions } from "@/services/sessions/end-others";
import { endOwnSession } from "@/services/sessions/end-own";

type AddedFactor = NewRecoveryCodes & { sessionsEnded: number };

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
export async function confirmAppAction(input: unknown): Promise<Result<AddedFactor>> {
  return goOnWith(await confirmApp(await getDeskContext(), input));
}

/** Begins to add a security key or passkey: what the browser is to ask it. */
export async function beginKeyAction(input: unknown) {
  return beginKey(await getDeskContext(), input);
}

/** Adds the key, as an app is added. */
export async function confirmKeyAction(input: unknown): Promise<Result<AddedFactor>> {
  return goOnWith(await confirmKey(await getDeskContext(), input));
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

async function goOnWith(result: Result<ConfirmedFactor>): Promise<Result<AddedFactor>> {
  if (!result.ok) return result;
  const { recoveryCodes, sessionsEnded } = result.value;
  await writeSessionCookie(result.value);
  return done({ recoveryCodes, sessionsEnded });
}
