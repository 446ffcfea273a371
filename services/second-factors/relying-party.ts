import { isIP } from "node:net";
import type { Config } from "@/services/config";

/** What security keys are made for (WebAuthn §4): a key answers no other name, and no other page's question. */
export type RelyingParty = { readonly id: string; readonly origin: string; readonly name: string };

/**
 * The desk by its configured address, never by what a request says of itself; or, in a sentence, why browsers offer no security keys there.
 */
export function findRelyingParty(config: Pick<Config, "deskUrl">): RelyingParty | string {
  const { protocol, hostname, origin } = new URL(config.deskUrl);
  if (isIP(hostname) !== 0 || hostname.startsWith("["))
    return "Security keys and passkeys need a desk with a name, and this one is reached by a number.";
  const isThisMachine = hostname === "localhost" || hostname.endsWith(".localhost");
  if (protocol !== "https:" && !isThisMachine)
    return "Security keys and passkeys need a desk on https, and this one is on plain http.";
  return { id: hostname, origin, name: `Keydesk ${hostname}` };
}

/** Why security keys cannot be offered at the desk's address, in a sentence; null where they can. */
export function whyNoKeys(config: Pick<Config, "deskUrl">): string | null {
  const party = findRelyingParty(config);
  return typeof party === "string" ? party : null;
}
