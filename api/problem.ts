import type { FastifyReply } from "fastify";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { buildProblem, type ProblemExtras } from "@/domain/errors/problem";

/** Sends a refusal with the status of its code. */
export function sendProblem(reply: FastifyReply, code: ErrorCode, extras: ProblemExtras = {}): FastifyReply {
  const body = JSON.stringify(buildProblem(reply.server.deskUrl, code, reply.request.id, extras));
  return reply
    .code(errorCodes[code].status)
    .header("content-type", "application/problem+json; charset=utf-8")
    .send(body);
}
