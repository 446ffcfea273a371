"use server";

import { refresh } from "next/cache";
import { getDeskContext } from "@/app/desk-context";
import { writeSessionCookie } from "@/app/session-cookie";
import { done, type Result } from "@/domain/result";
import { changePassword } from "@/services/passwords/change";
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
