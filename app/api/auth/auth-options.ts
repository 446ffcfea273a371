import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { getBaseContext } from "@/app/desk-context";
import { isSecure, sessionCookie } from "@/app/session-cookie";
import { sessionSecondsMax } from "@/domain/access/session-bounds";
import { refuseWith } from "@/services/kernel/act";
import { getProcess } from "@/services/kernel/process";
import { signIn } from "@/services/sessions/sign-in";
import { signOut } from "@/services/sessions/sign-out";

/**
 * next-auth with a password: its encrypted cookie names our session row and carries nothing else; the row decides on each
 * request. Made per request, because secret and cookie come from the deployment and not from the build.
 * @param surprises takes what authorize() threw unexpectedly: next-auth would put its message into a URL
 */
export function authOptions(surprises: unknown[]): NextAuthOptions {
  const { config, keys } = getProcess();
  return {
    secret: keys.sessionSecret,
    useSecureCookies: isSecure(config),
    cookies: { sessionToken: sessionCookie(config) },
    session: { strategy: "jwt", maxAge: sessionSecondsMax },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials) {
          const result = await getBaseContext()
            .then((base) => signIn(base, credentials))
            .catch((surprise: unknown) => {
              surprises.push(surprise);
              return refuseWith("internal");
            });
          if (!result.ok) throw new Error(result.refusal.code);
          // The second step has a page of the desk's own.
          if (result.value.step === "second") throw new Error("second_step_required");
          return { id: result.value.session.sessionId };
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
      // Only paths: an answer never sends the browser to another host.
      redirect: ({ url }) => (/^\/(?![/\\])/.test(url) ? url : "/"),
    },
    events: {
      signOut: async ({ token }) => {
        const sessionId = typeof token.sid === "string" ? token.sid : null;
        if (sessionId === null) return;
        await signOut({ ...(await getBaseContext()), claim: { kind: "session", sessionId } });
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
