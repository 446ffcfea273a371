"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getBaseContext, getViewer } from "@/app/desk-context";
import { formField } from "@/app/form-field";
import { expireSecondStepCookie, readPendingSignIn } from "@/app/second-step-cookie";
import { startBrowserSession } from "@/app/start-session";
import type { SecondStepState } from "@/components/forms/second-step-form";
import { parseReturnPath, signInAgainPath } from "@/domain/access/paths";
import type { Result } from "@/domain/result";
import type { KeyQuestion } from "@/domain/second-factors/key-messages";
import { refuseWith } from "@/services/kernel/act";
import { askForKeyAtSignIn, finishSignIn } from "@/services/sessions/second-step";

/** What the browser is to ask the person's security key, for `secondStepAction`. */
export async function askForKeyAction(): Promise<Result<KeyQuestion>> {
  const pendingId = await readPendingSignIn();
  if (pendingId === null) return refuseWith("second_step_over");
  return askForKeyAtSignIn(await getBaseContext(), pendingId);
}

/** Ends a sign-in with its second step: a typed code, or what a security key answered (as JSON), and goes where the person wanted to. One that is over begins again with the password. */
export async function secondStepAction(_: SecondStepState, form: FormData): Promise<SecondStepState> {
  const next = parseReturnPath(formField(form, "next"));
  const pendingId = await readPendingSignIn();
  if (pendingId === null) return leaveForPassword(next);
  const key = formField(form, "key");
  const given = key === null ? { code: formField(form, "code") } : { key: readJson(key) };
  const result = await finishSignIn(await getBaseContext(), pendingId, given);
  const isOver = !result.ok && result.refusal.code === "second_step_over";
  if (result.ok || isOver) await expireSecondStepCookie();
  if (isOver) return leaveForPassword(next);
  if (!result.ok) return { refusal: result.refusal };
  await startBrowserSession(result.value);
  // Pages that this browser kept from an earlier session are another person's, perhaps.
  revalidatePath("/", "layout");
  redirect(next ?? "/");
}

// Where one begins again; who is signed in meanwhile, as by the same form a moment before, goes on.
async function leaveForPassword(next: string | null): Promise<never> {
  redirect((await getViewer()) === null ? signInAgainPath(next) : (next ?? "/"));
}

// What is none is refused by whoever reads it further.
function readJson(text: FormDataEntryValue): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
