import type { FastifyReply } from "fastify";
import { MalformedJson } from "@/api/json/parse-json";
import { setHeaders } from "@/api/problem";
import { InvalidRequest } from "@/api/request-credentials";
import type { Answered } from "@/api/verify/answer-verify";
import type { Face, Meter } from "@/services/metrics/meter";
import { outcomeOfError } from "@/services/metrics/time-answer";

/** Sends through the framework what `ask` answers; what it throws or tells as an error is thrown, for `handleError`. */
export async function sendAnswer(
  reply: FastifyReply,
  face: Face,
  meter: Pick<Meter, "answered">,
  ask: (answered: Answered) => void,
): Promise<FastifyReply> {
  try {
    const { status, headers, body, outcome } = await new Promise<NonNullable<Parameters<Answered>[1]>>(
      (resolve, reject) => {
        ask((error, answer) => (answer === null ? reject(error) : resolve(answer)));
      },
    );
    reply.request.outcome = outcome;
    meter.answered(face, outcome?.verdict ?? "invalid", reply.elapsedTime / 1_000);
    setHeaders(reply.code(status), headers);
    return body === "" ? reply.send() : reply.send(body);
  } catch (error) {
    meter.answered(face, isInvalid(error) ? "invalid" : outcomeOfError(error), reply.elapsedTime / 1_000);
    throw error;
  }
}

function isInvalid(error: unknown): boolean {
  return error instanceof InvalidRequest || error instanceof MalformedJson;
}
