import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import type { Transaction } from "@/prisma/client-factory";
import type { BaseContext } from "@/services/kernel/context";
import { takeChallenge } from "@/services/second-factors/challenges";
import type { ReadKeyAnswer } from "@/services/second-factors/key-fields";
import { findRelyingParty } from "@/services/second-factors/relying-party";

/** A security key whose signature is good. It counts for nothing before `takeKey`. */
export type SignedKey = { readonly factorId: string; readonly signCount: number };

/**
 * Checks what a security key answered, outside of any transaction: the challenge is spent whatever comes of it. Null when the key is none of
 * the person's, or the answer is for something else: another question, page or desk.
 * @param askedFor as in `askForKey`
 */
export async function checkKey(
  base: BaseContext,
  { userId, askedFor }: { userId: string; askedFor: string },
  answer: ReadKeyAnswer,
): Promise<SignedKey | null> {
  const party = findRelyingParty(base.config);
  const challenge = await takeChallenge(base.db, base.now(), askedFor);
  if (typeof party === "string" || challenge === null) return null;
  const key = await base.db.securityKey.findUnique({
    where: { credentialId: answer.id, factor: { userId, confirmedAt: { not: null } } },
  });
  if (key === null) return null;
  try {
    if (decodeClientDataJSON(answer.response.clientDataJSON).crossOrigin === true) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: false,
      // Its counter is compared where it is written (`takeKey`).
      credential: { id: answer.id, publicKey: key.publicKey, counter: 0 },
    });
    return verified ? { factorId: key.factorId, signCount: authenticationInfo.newCounter } : null;
  } catch {
    // Whatever does not fit is thrown, with words for who writes programs.
    return null;
  }
}

/**
 * Takes a key's signature, in the caller's transaction. A key that counts its signatures must be beyond the last one that was taken: one
 * that is not may be a copy (WebAuthn §6.1.1), and is refused. "gone": it was removed meanwhile.
 */
export async function takeKey(
  tx: Transaction,
  now: Date,
  userId: string,
  { factorId, signCount }: SignedKey,
): Promise<"taken" | "went back" | "gone"> {
  // The factor's row first, as by who removes it.
  const mine = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "SecondFactor"
    WHERE "id" = ${factorId}::uuid AND "userId" = ${userId}::uuid AND "confirmedAt" IS NOT NULL FOR UPDATE`;
  if (mine.length === 0) return "gone";
  const { count } = await tx.securityKey.updateMany({
    where: { factorId, signCount: signCount === 0 ? 0 : { lt: signCount } },
    data: { signCount },
  });
  if (count === 0) return "went back";
  await tx.secondFactor.update({ where: { id: factorId, userId }, data: { lastUsedAt: now } });
  return "taken";
}
