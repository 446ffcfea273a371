import type { FastifyReply } from "fastify";
import type { Refusal } from "@/api/answer";
import { tellLimits } from "@/api/limit-headers";
import { sendProblem, setHeaders } from "@/api/problem";
import { writeHeaders } from "@/api/wire/write-response";
import { errorCodes } from "@/domain/errors/codes";
import type { ProblemExtras } from "@/domain/errors/problem";
import type { LimitName } from "@/domain/limits/policies";
import { buildChallenge } from "@/domain/verification/challenge";
import { clientError, type RefusalVerdict } from "@/domain/verification/verdicts";
import type { Verification } from "@/services/verification/verification";

const rfc6750: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "invalid_token",
  403: "insufficient_scope",
};

/** What a client is told that sends too much from one address, in runZero's words. */
const addressLimitError = "request limit exceeded";

/**
 * The refusal of a client's token: status, challenge list, limits, and a body that names the error in RFC 6750's words (ZE-04). The
 * body is the same for a string that never was a token and for one that was revoked.
 */
export function buildRefusal(
  verdict: RefusalVerdict,
  permission: string | null,
  verification: Pick<Verification, "limits" | "unlimited">,
): Refusal & { readonly headers: string } {
  const told = clientError(verdict);
  const { status, title } = errorCodes[told];
  const limits = tellLimits(verification);
  const { violated } = verification.limits;
  if (violated.length > 0) return { code: told, headers: limits, extras: limitedExtras(verdict, violated) };
  return {
    code: told,
    headers: limits + writeHeaders(["www-authenticate", buildChallenge(verdict, permission)]),
    extras: { error: told === "missing" ? told : (rfc6750[status] ?? told), error_description: title },
  };
}

/** Refuses a client's token. */
export function sendRefusal(
  reply: FastifyReply,
  verdict: RefusalVerdict,
  permission: string | null,
  verification: Pick<Verification, "limits" | "unlimited">,
): FastifyReply {
  const { code, headers, extras } = buildRefusal(verdict, permission, verification);
  setHeaders(reply, headers);
  return sendProblem(reply, code, extras);
}

// The token is not what is wrong: no challenge (RFC 6585 §4).
function limitedExtras(verdict: RefusalVerdict, violatedPolicies: readonly LimitName[]): ProblemExtras {
  return violatedPolicies[0] === "address"
    ? {
        title: addressLimitError,
        error: addressLimitError,
        error_description: addressLimitError,
        violatedPolicies,
      }
    : { error: verdict, error_description: errorCodes[clientError(verdict)].title, violatedPolicies };
}
