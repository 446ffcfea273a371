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

/** Sets headers that are given as lines of `writeHeaders`. */
export function setHeaders(reply: FastifyReply, lines = ""): void {
  for (const line of lines.split("\r\n")) {
    const end = line.indexOf(": ");
    if (end !== -1) reply.header(line.slice(0, end), line.slice(end + 2));
  }
}
