import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import { z } from "zod";
import type { Config } from "@/services/config";
import { getProcess } from "@/services/kernel/process";
import type { SignedIn } from "@/services/sessions/create-session";

/** True when browsers reach the desk over https; only then may cookies be Secure (LAN http works too). */
export function isSecure(config: Pick<Config, "deskUrl">): boolean {
  return config.deskUrl.startsWith("https://");
}

/** Name and attributes of the session cookie. `__Host-` binds it to this very host (ASVS 3.3.1). */
export function sessionCookie(config: Pick<Config, "deskUrl">) {
  const secure = isSecure(config);
  return {
    name: secure ? "__Host-keydesk-session" : "keydesk-session",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure } as const,
  };
}

const claims = z.object({ sid: z.uuid() });

/** The session id in a cookie's value (next-auth's encrypted JWT), or null when it is not ours. Says nothing of the row. */
export async function decodeSessionId(value: string | undefined): Promise<string | null> {
  return (await decodeClaims(value, claims))?.sid ?? null;
}

/** What one of our cookies says (next-auth's encrypted JWT), or null when it is not ours, is over, or says something else. */
export async function decodeClaims<T>(value: string | undefined, schema: z.ZodType<T>): Promise<T | null> {
  if (!value) return null;
  try {
    const token = await decode({ token: value, secret: getProcess().keys.sessionSecret });
    const parsed = schema.safeParse(token);
    return parsed.success ? parsed.data : null;
  } catch (error) {
    // jose's codes: forged, expired, or of another deployment's key. Anything else is a surprise.
    if (String((error as { code?: unknown }).code).startsWith("ERR_J")) return null;
    throw error;
  }
}

/** The cookie's value for a session row. It carries the row's id and nothing else. */
export function encodeSessionId({ sessionId, expiresAt }: SignedIn, now = Date.now()): Promise<string> {
  return encode({
    token: { sid: sessionId },
    secret: getProcess().keys.sessionSecret,
    maxAge: Math.max(1, Math.ceil((expiresAt.getTime() - now) / 1000)),
  });
}

/** Gives the browser its session. Only from server actions and route handlers. */
export async function writeSessionCookie(signedIn: SignedIn): Promise<void> {
  const { name, options } = sessionCookie(getProcess().config);
  (await cookies()).set(name, await encodeSessionId(signedIn), { ...options, expires: signedIn.expiresAt });
}

/** Takes the session from the browser. The row is ended by services/sessions/sign-out. */
export async function expireSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie(getProcess().config);
  (await cookies()).set(name, "", { ...options, expires: new Date(0) });
}

/** The session id that this request's cookie names, or null. */
export async function readSessionId(): Promise<string | null> {
  const { name } = sessionCookie(getProcess().config);
  return decodeSessionId((await cookies()).get(name)?.value);
}
