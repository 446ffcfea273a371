import { readSealedString, sealString } from "@/domain/tokens/sealed-string";
import { findTypeByPrefix, type TokenType, tokenTypes } from "@/domain/tokens/types";

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
  const text = sealString(prefix, locator, randomBytes) as TokenString;
  return { text, type, prefix, locator, last4: text.slice(-4) };
}

/**
 * Parses untrusted input. Null unless form, type and checksum are right: any one-character change is refused here,
 * before a database is asked (standards F3, F5).
 */
export function parseTokenString(input: string): ParsedToken | null {
  const parts = readSealedString(input);
  const type = parts === null ? null : findTypeByPrefix(parts.letters);
  if (parts === null || type === null) return null;
  return {
    text: input as TokenString,
    type,
    prefix: parts.letters + parts.tag,
    locator: parts.locator,
    last4: input.slice(-4),
  };
}
