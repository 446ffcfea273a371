import type { Outcome } from "@/api/log";
import { writeHeaders } from "@/api/wire/write-response";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { buildProblem, type ProblemExtras } from "@/domain/errors/problem";

/** An answer, apart from the headers that every one has. */
export type Answer = {
  readonly status: number;
  /** Lines of `writeHeaders`. */
  readonly headers: string;
  readonly body: string;
  /** Of the body in UTF-8, where it is known. */
  readonly bodyBytes?: number;
  readonly outcome: Outcome | null;
};

/** A refusal before it is an answer: its code, what it says beside, and its headers (lines of `writeHeaders`). */
export type Refusal = {
  readonly code: ErrorCode;
  readonly extras?: ProblemExtras;
  readonly headers?: string;
};

const problemJson = writeHeaders(["content-type", "application/problem+json; charset=utf-8"]);

/** A refusal as an answer: problem+json with the status of its code (RFC 9457). */
export function answerRefusal(
  deskUrl: string,
  requestId: string,
  { code, extras, headers = "" }: Refusal,
  outcome: Outcome | null,
): Answer {
  return {
    status: errorCodes[code].status,
    headers: headers + problemJson,
    body: JSON.stringify(buildProblem(deskUrl, code, requestId, extras)),
    outcome,
  };
}
