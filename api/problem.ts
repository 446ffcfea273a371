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

/** Sets headers that are given as name, value, name, value. */
export function setHeaders(reply: FastifyReply, headers: readonly string[] = []): void {
  for (let i = 0; i < headers.length; i += 2) reply.header(headers[i]!, headers[i + 1]!);
}
