import { cookies } from "next/headers";
import { encode } from "next-auth/jwt";
import { z } from "zod";
import { decodeClaims, isSecure } from "@/app/session-cookie";
import { getProcess } from "@/services/kernel/process";
import type { AwaitedStep } from "@/services/sessions/enter-account";

const claims = z.object({ awaits: z.uuid() });

function cookieOf() {
  const secure = isSecure(getProcess().config);
  return {
    name: secure ? "__Host-keydesk-second-step" : "keydesk-second-step",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure } as const,
  };
}

/** Gives the browser the sign-in that waits for its second step: an encrypted name of its row, which decides. */
export async function writeSecondStepCookie({ pendingId, expiresAt }: AwaitedStep): Promise<void> {
  const { name, options } = cookieOf();
  const maxAge = Math.max(1, Math.ceil((expiresAt.getTime() - Date.now()) / 1000));
  const value = await encode({
    token: { awaits: pendingId },
    secret: getProcess().keys.sessionSecret,
    maxAge,
  });
  (await cookies()).set(name, value, { ...options, expires: expiresAt });
}

/** The sign-in that this browser's cookie names, or null. Says nothing of the row. */
export async function readPendingSignIn(): Promise<string | null> {
  const value = (await cookies()).get(cookieOf().name)?.value;
  return (await decodeClaims(value, claims))?.awaits ?? null;
}

/** Takes it from the browser: the step is done, or given up. */
export async function expireSecondStepCookie(): Promise<void> {
  const { name, options } = cookieOf();
  (await cookies()).set(name, "", { ...options, expires: new Date(0) });
}
