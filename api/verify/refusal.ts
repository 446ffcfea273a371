import type { FastifyReply } from "fastify";
import { sendProblem } from "@/api/problem";
import { errorCodes } from "@/domain/errors/codes";
import { buildChallenge } from "@/domain/verification/challenge";
import { clientError, type RefusalVerdict } from "@/domain/verification/verdicts";

const rfc6750: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "invalid_token",
  403: "insufficient_scope",
};

/**
 * Refuses a client's token: status, challenge list and a body that names the error in RFC 6750's words (ZE-04). The body is the
 * same for a string that never was a token and for one that was revoked.
 */
export function sendRefusal(
  reply: FastifyReply,
  verdict: RefusalVerdict,
  permission: string | null,
): FastifyReply {
  const told = clientError(verdict);
  const { status, title } = errorCodes[told];
  reply.header("www-authenticate", buildChallenge(verdict, permission));
  return sendProblem(reply, told, {
    error: told === "missing" ? told : (rfc6750[status] ?? told),
    error_description: title,
  });
}
