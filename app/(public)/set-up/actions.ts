"use server";

import { getBaseContext } from "@/app/desk-context";
import { startBrowserSession } from "@/app/start-session";
import type { SetUpInput } from "@/components/forms/set-up-form";
import { done, type Result } from "@/domain/result";
import { completeSetUp, openSetUp } from "@/services/setup/complete-set-up";

/** Whether the link still works. */
export async function openSetUpAction(input: { secret: string }): Promise<Result<null>> {
  return openSetUp(await getBaseContext(), input);
}

/** Makes the first administrator and signs in. */
export async function completeSetUpAction(input: SetUpInput): Promise<Result<null>> {
  const result = await completeSetUp(await getBaseContext(), input);
  if (!result.ok) return result;
  await startBrowserSession(result.value);
  return done(null);
}
