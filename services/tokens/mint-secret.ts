import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { makeTokenString, type ParsedToken } from "@/domain/tokens/token-string";
import type { TokenType } from "@/domain/tokens/types";
import type { Context } from "@/services/kernel/context";

/** The row of a new secret, without its token's id. Holds the digest, never the string. */
export type SecretRow = {
  readonly id: string;
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly pepperId: number;
  readonly prefix: string;
  readonly last4: string;
  readonly createdAt: Date;
};

/**
 * Makes a new secret: the string leaves in the caller's one response and is kept nowhere; the row is the caller's to insert,
 * after the current secret was retired or destroyed (a unique index refuses two).
 */
export function mintSecret(
  context: Pick<Context, "keys" | "config">,
  type: TokenType,
  locator: string,
  now: Date,
): { parsed: ParsedToken; row: SecretRow } {
  const parsed = makeTokenString(type, locator, randomBytes, context.config.tokenTag);
  return {
    parsed,
    row: {
      id: uuidv7(),
      digest: new Uint8Array(context.keys.digest(parsed.text)),
      pepperId: context.keys.pepperId,
      prefix: parsed.prefix,
      last4: parsed.last4,
      createdAt: now,
    },
  };
}
