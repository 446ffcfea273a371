/** How long a token that an API client obtains works, in seconds (design §2; RFC 6750 §5.3: one hour or less). */
export const clientTokenSeconds = 3600;

/** Live tokens that a client may have at once; one that asks for another before each call is broken, or not ours. */
export const liveClientTokensMax = 1000;

/** The one scope: all that the account's tokens may do. Narrower rights are a matter of the token's type, not of the request. */
export const clientTokenScope = "*";

/**
 * The scope of a token for what was requested (RFC 6749 §3.3): nothing asked gets the default, anything that cannot be given
 * exactly is refused with null (`invalid_scope`) rather than widened.
 */
export function grantScope(requested: string | null): string | null {
  if (requested === null) return clientTokenScope;
  const asked = new Set(requested.split(" "));
  return asked.size === 1 && asked.has(clientTokenScope) ? clientTokenScope : null;
}
