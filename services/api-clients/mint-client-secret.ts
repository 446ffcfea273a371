import { randomBytes } from "node:crypto";
import { type ClientSecret, makeClientSecret } from "@/domain/oauth/client-credentials";
import type { Context } from "@/services/kernel/context";

/** What is kept of a client's secret: the digest, never the string. */
export type ClientSecretRow = {
  readonly digest: Uint8Array<ArrayBuffer>;
  readonly pepperId: number;
  readonly last4: string;
};

/** Makes a new client secret: the string leaves in the caller's one response and is kept nowhere (standards S1, S6). */
export function mintClientSecret(
  context: Pick<Context, "keys" | "config">,
  locator: string,
): { secret: ClientSecret; row: ClientSecretRow } {
  const secret = makeClientSecret(locator, randomBytes, context.config.tokenTag);
  const { keys } = context;
  return {
    secret,
    row: {
      digest: new Uint8Array(keys.digest(secret.text)),
      pepperId: keys.pepperId,
      last4: secret.last4,
    },
  };
}
