import type { Outcome } from "@/api/log";
import type { PreparedHeaders } from "@/api/wire/write-response";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { buildProblem, type ProblemExtras } from "@/domain/errors/problem";

/** An answer, apart from the headers that every one has. */
export type Answer = {
  readonly status: number;
  /** Name, value, name, value; names in lower case. */
  readonly headers: readonly string[];
  /** More of them, the same for many answers. */
  readonly shared?: PreparedHeaders;
  readonly body: string;
  /** Of the body in UTF-8, where it is known. */
  readonly bodyBytes?: number;
  readonly outcome: Outcome | null;
};

/** A refusal before it is an answer: its code, what it says beside, and its headers (name, value, …). */
export type Refusal = {
  readonly code: ErrorCode;
  readonly extras?: ProblemExtras;
  readonly headers?: readonly string[];
};

/** A refusal as an answer: problem+json with the status of its code (RFC 9457). */
export function answerRefusal(
  deskUrl: string,
  requestId: string,
  { code, extras, headers = [] }: Refusal,
  outcome: Outcome | null,
): Answer {
  return {
    status: errorCodes[code].status,
    headers: [...headers, "content-type", "application/problem+json; charset=utf-8"],
    body: JSON.stringify(buildProblem(deskUrl, code, requestId, extras)),
    outcome,
  };
}
