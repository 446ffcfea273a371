import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { MalformedJson } from "@/api/json/parse-json";
import { sendProblem } from "@/api/problem";
import { InvalidRequest } from "@/api/request-credentials";
import type { ErrorCode } from "@/domain/errors/codes";
import { invalidRequestChallenge } from "@/domain/verification/challenge";
import { isDatabaseAway } from "@/services/kernel/database-away";
import { VerificationUnavailable } from "@/services/verification/unavailable";

// Fastify's own refusals, in our words: its messages may quote the request, and the request may hold a token.
const ofFramework: Readonly<Record<string, { code: ErrorCode; detail?: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: "body_too_large", detail: "The body may have at most 1 MB." },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { code: "unsupported_media_type" },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: "malformed_json",
    detail: "The body is not as long as promised.",
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { code: "malformed_json", detail: "The body is empty." },
};

/** Turns whatever a route threw into a problem: expected refusals by their kind, all others as 500 without a word of the cause. */
export function handleError(
  thrown: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const error = asUnavailable(thrown);
  if (error instanceof InvalidRequest) {
    reply.header("www-authenticate", invalidRequestChallenge);
    sendProblem(reply, "invalid_request", {
      detail: error.message,
      error: "invalid_request",
      error_description: error.message,
    });
    return;
  }
  if (error instanceof MalformedJson) {
    sendProblem(reply, "malformed_json", { detail: error.message });
    return;
  }
  if (error instanceof VerificationUnavailable) {
    request.outcome = { verdict: error.code };
    if (error.cause !== undefined) request.log.warn({ err: error.cause }, error.code);
    reply.header("retry-after", String(error.retryAfterSeconds)).header("x-keydesk-verdict", error.code);
    sendProblem(reply, error.code);
    return;
  }
  const known = "code" in error ? ofFramework[error.code] : undefined;
  if (known !== undefined) {
    sendProblem(reply, known.code, known.detail ? { detail: known.detail } : {});
    return;
  }
  request.log.error({ err: error }, "a request failed unexpectedly");
  sendProblem(reply, "internal");
}

/** A failure of the database in the words that every endpoint has for it; others as they are. */
export function asUnavailable(error: FastifyError | Error): FastifyError | Error {
  return isDatabaseAway(error) ? new VerificationUnavailable("database_unavailable", error) : error;
}
