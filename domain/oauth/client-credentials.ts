import { randomBase62 } from "@/domain/tokens/alphabet";
import { readSealedString, sealString } from "@/domain/tokens/sealed-string";

/** Characters of a client id after `client_`. */
const clientIdLength = 20;
const secretLetters = "CS";

/** A client secret that passed form and checksum is as unguessable as a token, and is found by the same scanners. */
export type ClientSecret = {
  readonly text: string;
  /** Letters with the deployment tag, as displayed: "CS" or "CSacme". */
  readonly prefix: string;
  readonly last4: string;
};

/**
 * A new client id: public, recognisable, and the name of nothing else. Users are UUIDs and addresses, tokens begin with two
 * capitals (RFC 9700 §4.15: a client id must not pass for a resource owner).
 */
export function makeClientId(randomBytes: (size: number) => Uint8Array): string {
  return `client_${randomBase62(clientIdLength, randomBytes)}`;
}

/** True for what `makeClientId` makes; others are no client's without asking. */
export function isClientId(text: string): boolean {
  return /^client_[0-9A-Za-z]{20}$/.test(text);
}

/**
 * A new client secret with 178 bits from `randomBytes` (must be a CSPRNG): the form of a token, `CS[tag]_<locator>_<secret><checksum>`,
 * under letters that no token type has. As a token it is malformed.
 */
export function makeClientSecret(
  locator: string,
  randomBytes: (size: number) => Uint8Array,
  tag = "",
): ClientSecret {
  const prefix = secretLetters + tag;
  const text = sealString(prefix, locator, randomBytes);
  return { text, prefix, last4: text.slice(-4) };
}

/** True when form, letters and checksum are those of a client secret. */
export function isClientSecret(text: string): boolean {
  return readSealedString(text)?.letters === secretLetters;
}
