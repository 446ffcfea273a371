import { v7 as uuidv7 } from "uuid";
import { secondStepSecondsMax } from "@/domain/second-factors/bounds";
import type { Transaction } from "@/prisma/client-factory";
import type { BaseContext } from "@/services/kernel/context";
import type { Keyring } from "@/services/keys/keyring";
import { hasSecondFactor } from "@/services/second-factors/has-second-factor";
import { createSession, type SignedIn } from "@/services/sessions/create-session";

/** A sign-in that waits for its second step: what the browser's cookie for it is made from. */
export type AwaitedStep = { readonly pendingId: string; readonly expiresAt: Date };

/** What a right password gives. */
export type Entered =
  | { readonly step: "done"; readonly session: SignedIn }
  | { readonly step: "second"; readonly awaited: AwaitedStep };

/** The password that was proven, as a pending sign-in remembers it: no second copy of the hash is kept. */
export function digestPasswordHash(keys: Keyring, passwordHash: string | null): Uint8Array<ArrayBuffer> {
  return new Uint8Array(keys.digest(`password|${passwordHash ?? ""}`));
}

/**
 * Lets a person whose password was right into an account, in the caller's transaction: a session, or, for who has a second factor, a
 * sign-in that waits for it. The one place where that is decided.
 */
export async function enterAccount(
  tx: Transaction,
  base: BaseContext,
  now: Date,
  person: { readonly userId: string; readonly accountId: string; readonly passwordHash: string | null },
): Promise<Entered> {
  const { userId, accountId, passwordHash } = person;
  if (!(await hasSecondFactor(tx, userId)))
    return { step: "done", session: await createSession(tx, now, base.origin, { userId, accountId }) };
  const pendingId = uuidv7();
  const expiresAt = new Date(now.getTime() + secondStepSecondsMax * 1000);
  await tx.pendingSignIn.create({
    data: {
      ...{ id: pendingId, userId, accountId, createdAt: now, expiresAt },
      passwordDigest: digestPasswordHash(base.keys, passwordHash),
    },
  });
  return { step: "second", awaited: { pendingId, expiresAt } };
}
