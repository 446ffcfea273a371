import type { IncomingMessage, ServerResponse } from "node:http";
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
import type { Face } from "@/services/metrics/meter";

/** Bodies up to this are read here; longer ones, and those of unknown length, by the framework with its bounds. */
const bodyBytesMax = 16_384;
const noQuery = {};
const tokenInAddress = /[?&](?:access_)?token=/;

export type FastLaneDeps = AnswerDeps & {
  readonly log: Logger;
  readonly nextRequestId: () => string;
  /** True while the server drains: connections are then ended with their answer. */
  readonly isClosing: () => boolean;
};

/**
 * Answers the questions of gateways before the framework sees them: its routing, hooks and replies cost more than a verification. What
 * is said is said by the same functions (`answerVerify`, `answerForwardAuth`), with the same headers and the same line in the log.
 * @returns a function that takes a request, or leaves it to the framework untouched and says false
 */
export function createFastLane(
  deps: FastLaneDeps,
): (raw: IncomingMessage, response: ServerResponse) => boolean {
  const logLine = createRequestLog(deps.log);
  const { meter } = deps.verification;

  const send = (exchange: Exchange, { status, headers, body, outcome }: Answer) => {
    const { raw, response, requestId, face, route, startedAt } = exchange;
    const all = [
      "cache-control",
      "no-store",
      "x-content-type-options",
      "nosniff",
      "x-request-id",
      requestId,
      ...headers,
      "content-length",
      String(Buffer.byteLength(body)),
    ];
    if (deps.isClosing()) all.push("connection", "close");
    response.writeHead(status, all);
    response.end(body);
    const ms = performance.now() - startedAt;
    meter.answered(face, outcome?.verdict ?? (status < 500 ? "invalid" : "other"), ms / 1_000);
    const method = raw.method ?? "";
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
        exchange.response.destroy();
      }
    };
    try {
      ask(answered);
    } catch (error) {
      answered(error as Error, null);
    }
  };

  return (raw, response) => {
    const url = raw.url ?? "";
    if (url === verifyPath && raw.method === "POST" && hasPlainBody(raw)) {
      const exchange = open(raw, response, "verify", verifyPath, deps.nextRequestId());
      const request: Incoming = { headers: raw.headers, raw, query: noQuery };
      collect(raw, (body) =>
        answer(exchange, (answered) => answerVerify(deps, request, body, exchange.requestId, answered)),
      );
      return true;
    }
    if (
      url.startsWith(forwardAuthPath) &&
      (url.length === forwardAuthPath.length || url.charCodeAt(forwardAuthPath.length) === 0x3f)
    ) {
      // The framework's parameters say best what is wrong.
      if (tokenInAddress.test(url)) return false;
      const exchange = open(raw, response, "forward_auth", forwardAuthPath, deps.nextRequestId());
      const request: Incoming = { headers: raw.headers, raw, query: noQuery };
      answer(exchange, (answered) =>
        answerForwardAuth(deps, request, readForwardAuth(request), exchange.requestId, answered),
      );
      return true;
    }
    return false;
  };
}

type Exchange = {
  readonly raw: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly face: Face;
  readonly route: string;
  readonly startedAt: number;
};

function open(
  raw: IncomingMessage,
  response: ServerResponse,
  face: Face,
  route: string,
  requestId: string,
): Exchange {
  return { raw, response, requestId, face, route, startedAt: performance.now() };
}

// What else there is (other types, no length, an Expect) is the framework's to refuse or to read.
function hasPlainBody({ headers }: IncomingMessage): boolean {
  const type = headers["content-type"];
  if (type !== "application/json" && type !== "application/json; charset=utf-8") return false;
  if (headers["transfer-encoding"] !== undefined || headers["content-encoding"] !== undefined) return false;
  const length = Number(headers["content-length"]);
  return length > 0 && length <= bodyBytesMax;
}

// A request that ends early has no body and no answer.
function collect(raw: IncomingMessage, whole: (body: Buffer) => void): void {
  let first: Buffer | null = null;
  let chunks: Buffer[] | null = null;
  raw.on("data", (chunk: Buffer) => {
    if (first === null) first = chunk;
    else if (chunks === null) chunks = [first, chunk];
    else chunks.push(chunk);
  });
  raw.on("end", () => whole(chunks === null ? (first ?? Buffer.alloc(0)) : Buffer.concat(chunks)));
}
