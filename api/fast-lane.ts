import type { Logger } from "pino";
import { type Answer, answerRefusal } from "@/api/answer";
import { tellError } from "@/api/handle-error";
import type { Incoming } from "@/api/incoming";
import { createRequestLog } from "@/api/request-line";
import { answerForwardAuth } from "@/api/verify/answer-forward-auth";
import { type AnswerDeps, type Answered, answerVerify } from "@/api/verify/answer-verify";
import { forwardAuthPath } from "@/api/verify/forward-auth-route";
import { readForwardAuth } from "@/api/verify/forwarded-request";
import { verifyPath } from "@/api/verify/verify-route";
import type { PlainRequest, Respond, Taker } from "@/api/wire/plain-connections";
import type { PlainHead } from "@/api/wire/read-head";
import type { Face } from "@/services/metrics/meter";

/** Bodies up to this are read here; longer ones by the framework with its bounds. */
const bodyBytesMax = 16_384;
const noQuery = {};
const tokenInAddress = /[?&](?:access_)?token=/;

export type FastLaneDeps = AnswerDeps & {
  readonly log: Logger;
  readonly nextRequestId: () => string;
};

/**
 * Answers the questions of gateways before Node's server and the framework see them: their requests, replies, routing and hooks cost
 * more than a verification. What is said is said by the same functions (`answerVerify`, `answerForwardAuth`), with the same headers
 * and the same line in the log. What is not plain is theirs.
 */
export function createFastLane(deps: FastLaneDeps): Taker {
  const logLine = createRequestLog(deps.log);
  const { meter } = deps.verification;

  const send = (exchange: Exchange, { status, headers, body, outcome }: Answer) => {
    const { method, requestId, face, route, startedAt } = exchange;
    exchange.respond(
      status,
      [
        "cache-control",
        "no-store",
        "x-content-type-options",
        "nosniff",
        "x-request-id",
        requestId,
        ...headers,
      ],
      body,
    );
    const ms = performance.now() - startedAt;
    meter.answered(face, outcome?.verdict ?? (status < 500 ? "invalid" : "other"), ms / 1_000);
    logLine({ requestId, method, route, status, ms: Math.round(ms * 100) / 100, outcome });
  };

  const fail = (exchange: Exchange, error: Error) => {
    const { outcome = null, log, ...refusal } = tellError(error);
    if (log !== undefined) {
      deps.log.child({ requestId: exchange.requestId })[log.level]({ err: log.err }, log.message);
    }
    send(exchange, answerRefusal(deps.deskUrl, exchange.requestId, refusal, outcome));
  };

  /** Has `ask` answer, once, whatever goes wrong. */
  const answer = (exchange: Exchange, ask: (answered: Answered) => void) => {
    const answered: Answered = (error, found) => {
      try {
        if (found === null) fail(exchange, error ?? new Error("neither an answer nor an error"));
        else send(exchange, found);
      } catch (unexpected) {
        deps.log.error({ err: unexpected }, "an answer could not be sent");
        exchange.incoming.raw.socket.destroy();
      }
    };
    try {
      ask(answered);
    } catch (error) {
      answered(error as Error, null);
    }
  };

  const open = ({ head, socket }: PlainRequest, face: Face, route: string, respond: Respond): Exchange => ({
    incoming: {
      headers: head.headers,
      raw: { url: head.url, rawHeaders: head.rawHeaders, socket },
      query: noQuery,
    },
    method: head.method,
    requestId: deps.nextRequestId(),
    face,
    route,
    startedAt: performance.now(),
    respond,
  });

  return {
    takes: (head) => (head.url === verifyPath ? hasPlainQuestion(head) : isForwarded(head)),
    answer(request, respond) {
      if (request.head.url === verifyPath) {
        const exchange = open(request, "verify", verifyPath, respond);
        answer(exchange, (answered) =>
          answerVerify(deps, exchange.incoming, request.body, exchange.requestId, answered),
        );
      } else {
        const exchange = open(request, "forward_auth", forwardAuthPath, respond);
        const { incoming, requestId } = exchange;
        answer(exchange, (answered) =>
          answerForwardAuth(deps, incoming, readForwardAuth(incoming), requestId, answered),
        );
      }
    },
  };
}

type Exchange = {
  readonly incoming: Incoming;
  readonly method: string;
  readonly requestId: string;
  readonly face: Face;
  readonly route: string;
  readonly startedAt: number;
  readonly respond: Respond;
};

// What else there is (other types, no body, a long one) is the framework's to refuse or to read.
function hasPlainQuestion({ method, headers, bodyBytes }: PlainHead): boolean {
  const type = headers["content-type"];
  if (method !== "POST" || bodyBytes === 0 || bodyBytes > bodyBytesMax) return false;
  return type === "application/json" || type === "application/json; charset=utf-8";
}

function isForwarded({ url, bodyBytes }: PlainHead): boolean {
  if (!url.startsWith(forwardAuthPath) || bodyBytes > 0) return false;
  const isWhole = url.length === forwardAuthPath.length || url.charCodeAt(forwardAuthPath.length) === 0x3f;
  // The framework's parameters say best what is wrong.
  return isWhole && !tokenInAddress.test(url);
}
