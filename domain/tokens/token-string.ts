import { crc32 } from "node:zlib";
import { randomBase62, toBase62 } from "@/domain/tokens/alphabet";
import { findTypeByPrefix, type TokenType, tokenTypes } from "@/domain/tokens/types";

/** Lengths of the parts of `<prefix>[tag]_<locator>_<secret><checksum>` in characters (design §2). */
export const locatorLength = 8;
export const secretLength = 30;
export const checksumLength = 6;
export const tagLengthMax = 12;

const tail = 1 + locatorLength + 1 + secretLength + checksumLength;
const shape = /^([A-Z]{2})([a-z0-9]{0,12})_([0-9A-Za-z]{8})_([0-9A-Za-z]{36})$/;

/** A token string that passed form and checksum. Only `parseTokenString` and `makeTokenString` make one. */
export type TokenString = string & { readonly __brand: "TokenString" };

export type ParsedToken = {
  readonly text: TokenString;
  readonly type: TokenType;
  /** Prefix with the deployment tag, as displayed: "IK" or "IKacme". */
  readonly prefix: string;
  readonly locator: string;
  readonly last4: string;
};

/**
 * Makes a new token string with 178 bits from `randomBytes` (must be a CSPRNG).
 * @param tag deployment tag, at most 12 of [a-z0-9], for secret scanners; "" for none.
 */
export function makeTokenString(
  type: TokenType,
  locator: string,
  randomBytes: (size: number) => Uint8Array,
  tag = "",
): ParsedToken {
  const prefix = tokenTypes[type].prefix + tag;
  const body = `${prefix}_${locator}_${randomBase62(secretLength, randomBytes)}`;
  const text = (body + toBase62(crc32(body), checksumLength)) as TokenString;
  return { text, type, prefix, locator, last4: text.slice(-4) };
}

/**
 * Parses untrusted input. Null unless form, type and checksum are right: any one-character change is refused here,
 * before a database is asked (standards F3, F5).
 */
export function parseTokenString(input: string): ParsedToken | null {
  if (input.length < 2 + tail || input.length > 2 + tagLengthMax + tail) return null;
  const parts = shape.exec(input);
  if (parts === null) return null;
  const type = findTypeByPrefix(parts[1]!);
  if (type === null) return null;
  const bodyLength = input.length - checksumLength;
  if (toBase62(crc32(input.slice(0, bodyLength)), checksumLength) !== input.slice(bodyLength)) return null;
  return {
    text: input as TokenString,
    type,
    prefix: parts[1]! + parts[2]!,
    locator: parts[3]!,
    last4: input.slice(-4),
  };
}
