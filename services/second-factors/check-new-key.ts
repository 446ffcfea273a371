import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject, decodeClientDataJSON } from "@simplewebauthn/server/helpers";
import type { ReadNewKeyAnswer } from "@/services/second-factors/key-fields";
import type { RelyingParty } from "@/services/second-factors/relying-party";

/** ECDSA on P-256, Ed25519 and RSA with SHA-256 (COSE): what keys and passkeys have. */
export const keyAlgorithms = [-7, -8, -257] as const;

/** What is kept of a security key. */
export type NewKey = {
  readonly credentialId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly signCount: number;
  readonly transports: string[];
};

/** What is kept of a key whose answer fits the challenge and this desk; null when it does not. */
export async function checkNewKey(
  party: RelyingParty,
  challenge: string,
  answer: ReadNewKeyAnswer,
): Promise<NewKey | null> {
  try {
    const { clientDataJSON, attestationObject, transports } = answer.response;
    if (decodeClientDataJSON(clientDataJSON).crossOrigin === true) return null;
    if (namesItsMaker(attestationObject)) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: false,
      supportedAlgorithmIDs: [...keyAlgorithms],
    });
    if (!verified || registrationInfo.credential.id !== answer.id) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: id, publicKey, signCount: counter, transports };
  } catch {
    // Whatever does not fit is thrown, with words for who writes programs.
    return null;
  }
}

// None was asked for, so browsers send none. To look at certificates would mean to fetch, from addresses in them, which ended.
function namesItsMaker(attestationObject: string): boolean {
  const object = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, "base64url")));
  const format = object.get("fmt");
  return !(format === "none" || (format === "packed" && object.get("attStmt").get("x5c") === undefined));
}
