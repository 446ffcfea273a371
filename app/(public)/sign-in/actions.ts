"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getBaseContext } from "@/app/desk-context";
import { formField } from "@/app/form-field";
import { enterBrowser } from "@/app/start-session";
import type { SignInState } from "@/components/forms/sign-in-form";
import { parseReturnPath, secondStepPath } from "@/domain/access/paths";
import { signIn } from "@/services/sessions/sign-in";

/** Signs in and goes where the person wanted to, or to the second step of who has one. A refusal comes back with the e-mail as typed, never the password. */
export async function signInAction(_: SignInState, form: FormData): Promise<SignInState> {
  const email = String(formField(form, "email") ?? "");
  const result = await signIn(await getBaseContext(), { email, password: formField(form, "password") });
  if (!result.ok) return { email: email.slice(0, 254), refusal: result.refusal };
  const next = parseReturnPath(formField(form, "next"));
  if (await enterBrowser(result.value)) redirect(secondStepPath(next, false));
  // Pages that this browser kept from an earlier session are another person's, perhaps.
  revalidatePath("/", "layout");
  redirect(next ?? "/");
}
