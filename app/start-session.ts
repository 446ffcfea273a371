import { getBaseContext } from "@/app/desk-context";
import { writeSecondStepCookie } from "@/app/second-step-cookie";
import { readSessionId, writeSessionCookie } from "@/app/session-cookie";
import type { SignedIn } from "@/services/sessions/create-session";
import type { Entered } from "@/services/sessions/enter-account";
import { signOut } from "@/services/sessions/sign-out";

/** Gives the browser a new session; one that it still had ends, so that no row stays behind that nobody sees. */
export async function startBrowserSession(signedIn: SignedIn): Promise<void> {
  const sessionId = await readSessionId();
  if (sessionId !== null)
    await signOut({ ...(await getBaseContext()), claim: { kind: "session", sessionId } });
  await writeSessionCookie(signedIn);
}

/** Gives the browser what a right password gave: a session, or the wait for the second step. Returns true when that is still to come. */
export async function enterBrowser(entered: Entered): Promise<boolean> {
  if (entered.step === "second") await writeSecondStepCookie(entered.awaited);
  else await startBrowserSession(entered.session);
  return entered.step === "second";
}
