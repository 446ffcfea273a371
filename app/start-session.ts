import { getBaseContext } from "@/app/desk-context";
import { readSessionId, writeSessionCookie } from "@/app/session-cookie";
import type { SignedIn } from "@/services/sessions/create-session";
import { signOut } from "@/services/sessions/sign-out";

/** Gives the browser a new session; one that it still had ends, so that no row stays behind that nobody sees. */
export async function startBrowserSession(signedIn: SignedIn): Promise<void> {
  const sessionId = await readSessionId();
  if (sessionId !== null)
    await signOut({ ...(await getBaseContext()), claim: { kind: "session", sessionId } });
  await writeSessionCookie(signedIn);
}
