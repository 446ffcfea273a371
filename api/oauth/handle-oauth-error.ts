import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { asUnavailable } from "@/api/handle-error";
import { isNewCause } from "@/api/log";
import { formBytesMax } from "@/api/oauth/form";
import { OAuthError, sendOAuthError } from "@/api/oauth/oauth-error";
import { InvalidRequest } from "@/api/request-credentials";
import { VerificationUnavailable } from "@/services/verification/unavailable";

const wrongType = new OAuthError(
  "invalid_request",
  "Send the parameters as application/x-www-form-urlencoded in the body.",
);

// Fastify's own refusals. RFC 6749 §5.2 answers with 400 what is no other status of its own.
const ofFramework: Readonly<Record<string, OAuthError>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: wrongType,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: new OAuthError(
    "invalid_request",
    "The body is not as long as promised.",
  ),
  FST_ERR_CTP_BODY_TOO_LARGE: new OAuthError(
    "invalid_request",
    `The body may have at most ${formBytesMax} bytes.`,
    413,
  ),
};

/** Turns whatever an OAuth endpoint threw into OAuth's own format, without a word of an unexpected cause. */
export function handleOAuthError(
  thrown: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const told = tell(asUnavailable(thrown), request);
  request.outcome ??= { verdict: told.code };
  sendOAuthError(reply, told);
}

function tell(error: FastifyError | Error, request: FastifyRequest): OAuthError {
  if (error instanceof OAuthError) return error;
  if (error instanceof InvalidRequest) return new OAuthError("invalid_request", error.message);
  if (error instanceof VerificationUnavailable) {
    const cause = error.cause ?? error;
    if (isNewCause(cause)) request.log.warn({ err: cause }, error.code);
    return new OAuthError(
      "temporarily_unavailable",
      "Nobody can tell now. Take nothing for done, and try again.",
      503,
      { "retry-after": String(error.retryAfterSeconds) },
    );
  }
  const known = "code" in error ? ofFramework[error.code] : undefined;
  if (known !== undefined) return known;
  request.log.error({ err: error }, "a request failed unexpectedly");
  return new OAuthError("server_error", `Something went wrong on our side (request ${request.id}).`, 500);
}
