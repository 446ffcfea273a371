"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { getDeskContext } from "@/app/desk-context";
import { formField } from "@/app/form-field";
import { expireSessionCookie, writeSessionCookie } from "@/app/session-cookie";
import { done, type Result } from "@/domain/result";
import { askToConfirmByKey } from "@/services/second-factors/key-questions";
import { reauthenticate } from "@/services/sessions/reauthenticate";
import { signOut } from "@/services/sessions/sign-out";
import { switchAccount } from "@/services/sessions/switch-account";

/** Ends the session row, takes the cookie, and leaves; proxy.ts has the browser clear what it kept. */
export async function signOutAction(): Promise<void> {
  await signOut(await getDeskContext());
  await expireSessionCookie();
  forgetPages();
  redirect("/sign-in?signed-out");
}

/** Goes to another account of the viewer's; an account that is gone meanwhile leaves everything as it is. */
export async function switchAccountAction(form: FormData): Promise<void> {
  await switchAccount(await getDeskContext(), { accountId: formField(form, "accountId") });
  forgetPages();
  redirect("/");
}

/** What the browser is to ask the person's security key, for `reauthenticateAction`. */
export async function askToConfirmByKeyAction() {
  return askToConfirmByKey(await getDeskContext());
}

/** Proves the password, or the second factor of who has one; the browser gets the session's new id. */
export async function reauthenticateAction(input: unknown): Promise<Result<null>> {
  const result = await reauthenticate(await getDeskContext(), input);
  if (!result.ok) return result;
  await writeSessionCookie(result.value);
  return done(null);
}

// The browser keeps pages and the frame of where it was: none of them may outlive the account or the session.
function forgetPages(): void {
  revalidatePath("/", "layout");
}
