"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getBaseContext } from "@/app/desk-context";
import { formField } from "@/app/form-field";
import { expireSecondStepCookie, readPendingSignIn } from "@/app/second-step-cookie";
import { startBrowserSession } from "@/app/start-session";
import type { SecondStepState } from "@/components/forms/second-step-form";
import { parseReturnPath, signInAgainPath } from "@/domain/access/paths";
import { finishSignIn } from "@/services/sessions/second-step";

/** Ends a sign-in with its second step, and goes where the person wanted to. One that is over begins again with the password. */
export async function secondStepAction(_: SecondStepState, form: FormData): Promise<SecondStepState> {
  const next = parseReturnPath(formField(form, "next"));
  const pendingId = await readPendingSignIn();
  if (pendingId === null) redirect(signInAgainPath(next));
  const result = await finishSignIn(await getBaseContext(), pendingId, { code: formField(form, "code") });
  const isOver = !result.ok && result.refusal.code === "second_step_over";
  if (result.ok || isOver) await expireSecondStepCookie();
  if (isOver) redirect(signInAgainPath(next));
  if (!result.ok) return { refusal: result.refusal };
  await startBrowserSession(result.value);
  // Pages that this browser kept from an earlier session are another person's, perhaps.
  revalidatePath("/", "layout");
  redirect(next ?? "/");
}
