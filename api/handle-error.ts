import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Refusal } from "@/api/answer";
import { MalformedJson } from "@/api/json/parse-json";
import { isNewCause, type Outcome } from "@/api/log";
import { sendProblem, setHeaders } from "@/api/problem";
import { InvalidRequest } from "@/api/request-credentials";
import { writeHeaders } from "@/api/wire/write-response";
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

/** What whatever was thrown is told as: expected refusals by their kind, all others as 500 without a word of the cause. */
export type ToldError = Refusal & {
  readonly outcome?: Outcome;
  /** For the log: what is no refusal, and what made Keydesk unable to decide; once, however many requests it fails. */
  readonly log?: { readonly level: "warn" | "error"; readonly err: unknown; readonly message: string };
};

export function tellError(thrown: FastifyError | Error): ToldError {
  const error = asUnavailable(thrown);
  if (error instanceof InvalidRequest) {
    return {
      code: "invalid_request",
      headers: writeHeaders(["www-authenticate", invalidRequestChallenge]),
      extras: { detail: error.message, error: "invalid_request", error_description: error.message },
    };
  }
  if (error instanceof MalformedJson) return { code: "malformed_json", extras: { detail: error.message } };
  if (error instanceof VerificationUnavailable) {
    return {
      code: error.code,
      headers: writeHeaders([
        "retry-after",
        String(error.retryAfterSeconds),
        "x-keydesk-verdict",
        error.code,
      ]),
      outcome: { verdict: error.code },
      ...(error.cause === undefined || !isNewCause(error.cause)
        ? {}
        : { log: { level: "warn", err: error.cause, message: error.code } as const }),
    };
  }
  const known = "code" in error ? ofFramework[error.code] : undefined;
  if (known !== undefined)
    return { code: known.code, ...(known.detail ? { extras: { detail: known.detail } } : {}) };
  return {
    code: "internal",
    log: { level: "error", err: error, message: "a request failed unexpectedly" },
  };
}

/** Answers whatever a route threw. */
export function handleError(
  thrown: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { outcome, log, ...refusal } = tellError(thrown);
  if (outcome !== undefined) request.outcome = outcome;
  if (log !== undefined) request.log[log.level]({ err: log.err }, log.message);
  setHeaders(reply, refusal.headers);
  sendProblem(reply, refusal.code, refusal.extras);
}

/** A failure of the database in the words that every endpoint has for it; others as they are. */
export function asUnavailable(error: FastifyError | Error): FastifyError | Error {
  return isDatabaseAway(error) ? new VerificationUnavailable("database_unavailable", error) : error;
}
