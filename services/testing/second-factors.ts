import { Secret, TOTP } from "otpauth";
import { v7 as uuidv7 } from "uuid";
import type { Database } from "@/prisma/client-factory";
import type { Context } from "@/services/kernel/context";
import { mintAppSecret } from "@/services/second-factors/app-codes";
import { sealAppSecret } from "@/services/second-factors/app-secret";
import { beginApp } from "@/services/second-factors/begin-app";
import { confirmApp } from "@/services/second-factors/confirm-app";
import type { SignedIn } from "@/services/sessions/create-session";
import type { Entered } from "@/services/sessions/enter-account";
import { testKeys } from "@/services/testing/context";
import { testPassword } from "@/services/testing/passwords";
import { unwrap } from "@/services/testing/tokens";

/** An authenticator app on a phone: shows the code of a moment. */
export type TestApp = { readonly id: string; readonly codeAt: (at: Date) => string };

/** The app that scans the picture, as any app would read it. */
export function appOf(secret: string): TestApp["codeAt"] {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return (at) => totp.generate({ timestamp: at.getTime() });
}

/** Adds an app for the context's person. The context's session goes on under the id that is returned. */
export async function addApp(
  context: Context,
  name = "Phone",
  password = testPassword,
): Promise<{ app: TestApp; context: Context; recoveryCodes: readonly string[] | null }> {
  const begun = unwrap(await beginApp(context, { name, password }));
  const codeAt = appOf(begun.secret);
  const confirmed = unwrap(await confirmApp(context, { id: begun.id, code: codeAt(context.now()) }));
  const claim = { kind: "session", sessionId: confirmed.sessionId } as const;
  return {
    app: { id: begun.id, codeAt },
    context: { ...context, claim },
    recoveryCodes: confirmed.recoveryCodes,
  };
}

/** The session of a sign-in that had no second step. */
export function sessionOf(entered: Entered): SignedIn {
  if (entered.step !== "done") throw new Error("A second step is asked for.");
  return entered.session;
}

/** The sign-in that waits for its second step. */
export function pendingOf(entered: Entered): string {
  if (entered.step !== "second") throw new Error("No second step is asked for.");
  return entered.awaited.pendingId;
}

/** A confirmed app in the database, for tests that ask for none of its codes. */
export async function plantApp(db: Database, userId: string, now: Date, name = "Phone"): Promise<string> {
  const id = uuidv7();
  const sealed = sealAppSecret(testKeys, mintAppSecret(), { id, userId });
  await db.secondFactor.create({
    data: { ...sealed, id, userId, kind: "app", name, createdAt: now, confirmedAt: now },
  });
  return id;
}
