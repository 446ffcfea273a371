import type { FastifyRequest } from "fastify";
import { OAuthError } from "@/api/oauth/oauth-error";
import { buildGatewayChallenge } from "@/domain/verification/challenge";
import type { Credential } from "@/domain/verification/credential";
import type { Verdict } from "@/domain/verification/verdicts";

/** The refusal of a caller that is no gateway: RFC 7662 §2.3 answers as RFC 6750 §3 does. `verdict` is for the log. */
export function notAGateway(request: FastifyRequest, credential: Credential, verdict: Verdict): OAuthError {
  request.outcome = { verdict: `gateway_${verdict}` };
  const presented = credential.kind !== "missing";
  return new OAuthError(
    presented ? "invalid_token" : "invalid_client",
    "Send a gateway token as Authorization: Bearer, or in X-Keydesk-Gateway.",
    401,
    { "www-authenticate": buildGatewayChallenge(presented) },
  );
}
