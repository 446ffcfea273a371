import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { clientError, type RefusalVerdict } from "@/domain/verification/verdicts";

/** RFC 6750 §3: `error` and `error_description` take only %x20-21 / %x23-5B / %x5D-7E; others become spaces. */
export function charsetSafe(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]+/g, " ");
}

/**
 * The `WWW-Authenticate` value for a refused verification: a challenge per scheme that Keydesk knows. Bearer carries the error
 * (RFC 6750 §3.1); no token at all carries none. Impersonation has no parameters, so that none stands twice in the value.
 */
export function buildChallenge(verdict: RefusalVerdict, permission: string | null = null): string {
  const told = clientError(verdict);
  if (told === "missing") return 'Bearer realm="Keydesk", Impersonation';
  const entry = errorCodes[told];
  const error =
    entry.status === 401 ? "invalid_token" : entry.status === 403 ? "insufficient_scope" : "invalid_request";
  const scope =
    told === "insufficient_scope" && permission !== null ? `, scope="${charsetSafe(permission)}"` : "";
  return `Bearer realm="Keydesk", error="${error}", error_description="${charsetSafe(entry.title)}"${scope}, Impersonation`;
}

/**
 * The challenge to a good token that is not enough for what it wants (403), for a reason that no verification looks at: the role of
 * its user, a person who must be asked, a stronger token.
 */
export function buildForbiddenChallenge(code: ErrorCode): string {
  return `Bearer realm="Keydesk", error="insufficient_scope", error_description="${charsetSafe(errorCodes[code].title)}", Impersonation`;
}

/** The challenge to a caller of the verification endpoints that is no gateway. */
export function buildGatewayChallenge(presented: boolean): string {
  const realm = 'Bearer realm="Keydesk gateways"';
  if (!presented) return realm;
  return `${realm}, error="invalid_token", error_description="${charsetSafe(errorCodes.gateway_unauthenticated.title)}"`;
}

/** The challenge to a request with two credentials, or a token in its address (RFC 6750 §3.1: 400 `invalid_request`). */
export const invalidRequestChallenge = `Bearer realm="Keydesk", error="invalid_request", error_description="${charsetSafe(errorCodes.invalid_request.title)}", Impersonation`;
