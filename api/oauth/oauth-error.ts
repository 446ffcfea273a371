import type { FastifyReply } from "fastify";
import { charsetSafe } from "@/domain/verification/challenge";

/** RFC 6749 §5.2, RFC 7009 §2.2.1; `slow_down` as RFC 8628 registered it for token endpoints, `server_error` for what we failed at. */
export type OAuthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "invalid_token"
  | "invalid_scope"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "unsupported_token_type"
  | "slow_down"
  | "temporarily_unavailable"
  | "server_error";

/** A refusal of an OAuth endpoint. The description is for the client's developer and repeats nothing of the request. */
export class OAuthError extends Error {
  override readonly name = "OAuthError";

  constructor(
    readonly code: OAuthErrorCode,
    readonly description: string,
    readonly status = 400,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(description);
  }
}

/** RFC 7617 §2.1: ids and secrets in it are UTF-8 before they are form-urlencoded. */
export const basicChallenge = 'Basic realm="Keydesk", charset="UTF-8"';

/**
 * `invalid_client`: one answer for unknown, wrong, disabled and deleted. Always 401 with a challenge: RFC 6749 §5.2 demands it when the
 * client used Basic, and RFC 9110 §15.5.2 of every 401.
 */
export function invalidClient(): OAuthError {
  return new OAuthError("invalid_client", "The client is unknown or its credentials are wrong.", 401, {
    "www-authenticate": basicChallenge,
  });
}

/** Too many requests of some kind; the client may come again after `waitSeconds`. */
export function slowDown(description: string, waitSeconds: number): OAuthError {
  return new OAuthError("slow_down", description, 429, { "retry-after": String(waitSeconds) });
}

/** Sends a refusal in OAuth's own format (RFC 6749 §5.2), which RFC 9457 must not replace here. */
export function sendOAuthError(reply: FastifyReply, error: OAuthError): FastifyReply {
  return reply
    .code(error.status)
    .headers({ ...error.headers, pragma: "no-cache", "content-type": "application/json; charset=utf-8" })
    .send(JSON.stringify({ error: error.code, error_description: charsetSafe(error.description) }));
}
