import type { Socket } from "node:net";
import type { Logger } from "pino";
import { type Answer, answerRefusal } from "@/api/answer";
import { tellError } from "@/api/handle-error";
import type { Incoming } from "@/api/incoming";
import { parseJson } from "@/api/json/parse-json";
import { createRequestLog } from "@/api/request-line";
import { answerForwardAuth } from "@/api/verify/answer-forward-auth";
import { type AnswerDeps, type Answered, answerVerify, readVerifyCaller } from "@/api/verify/answer-verify";
import { forwardAuthPath } from "@/api/verify/forward-auth-route";
import { readForwardAuth } from "@/api/verify/forwarded-request";
import { verifyPath } from "@/api/verify/verify-route";
import type { AnswerPlain, Respond, Taker } from "@/api/wire/plain-connections";
import type { PlainHead } from "@/api/wire/read-head";
import { writeHeaders } from "@/api/wire/write-response";
import type { Face } from "@/services/metrics/meter";
import type { GatewayCaller } from "@/services/verification/identify-gateway";

/** Bodies up to this are read here; longer ones by the framework with its bounds. */
const bodyBytesMax = 16_384;
const noQuery = {};
/** Of a plain head: there is nothing to count. */
const sentOnce: readonly string[] = [];
/** Or where one may be: under a name that is encoded. */
const tokenInAddress = /[?&](?:(?:access_)?token(?:[=&]|$)|[^=&]*%)/;

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

  const send = ({ method, face, route }: Lane, exchange: Exchange, answer: Answer) => {
    const { status, headers, body, bodyBytes = Buffer.byteLength(body), outcome } = answer;
    const { requestId, startedAt } = exchange;
    exchange.respond(status, `${commonHeaders}${requestId}\r\n${headers}`, body, bodyBytes);
    const ms = performance.now() - startedAt;
    meter.answered(face, outcome?.verdict ?? (status < 500 ? "invalid" : "other"), ms / 1_000);
    logLine({ requestId, method, route, status, ms: Math.round(ms * 100) / 100, outcome });
  };

  const fail = (lane: Lane, exchange: Exchange, error: Error) => {
    const { outcome = null, log, ...refusal } = tellError(error);
    if (log !== undefined) {
      deps.log.child({ requestId: exchange.requestId })[log.level]({ err: log.err }, log.message);
    }
    send(lane, exchange, answerRefusal(deps.deskUrl, exchange.requestId, refusal, outcome));
  };

  /** Makes of `ask` what answers each request of a connection with one head, once, whatever goes wrong. */
  const answerWith =
    (lane: Lane, ask: Ask): AnswerPlain =>
    (bytes, start, end, respond) => {
      const exchange = { requestId: deps.nextRequestId(), startedAt: performance.now(), respond };
      const answered: Answered = (error, found) => {
        try {
          if (found === null) fail(lane, exchange, error ?? new Error("neither an answer nor an error"));
          else send(lane, exchange, found);
        } catch (unexpected) {
          deps.log.error({ err: unexpected }, "an answer could not be sent");
          lane.socket.destroy();
        }
      };
      try {
        ask(bytes, start, end, exchange.requestId, answered);
      } catch (error) {
        answered(error as Error, null);
      }
    };

  const verify = (incoming: Incoming): Ask => {
    let caller: GatewayCaller | null = null;
    return (bytes, start, end, requestId, answered) => {
      caller ??= readVerifyCaller(deps, incoming);
      answerVerify(deps, caller, parseJson(bytes, start, end), requestId, answered);
    };
  };
  const forwardAuth =
    (incoming: Incoming): Ask =>
    (_bytes, _start, _end, requestId, answered) =>
      answerForwardAuth(deps, incoming, readForwardAuth(incoming), requestId, answered);

  return {
    take(head, socket) {
      const { method, url, headers } = head;
      const incoming = { headers, raw: { url, rawHeaders: sentOnce, socket }, query: noQuery };
      if (url === verifyPath) {
        if (!hasPlainQuestion(head)) return null;
        return answerWith({ method, face: "verify", route: verifyPath, socket }, verify(incoming));
      }
      if (!isForwarded(head)) return null;
      return answerWith(
        { method, face: "forward_auth", route: forwardAuthPath, socket },
        forwardAuth(incoming),
      );
    },
  };
}

/** Where the requests of one head come in. */
type Lane = {
  readonly method: string;
  readonly face: Face;
  readonly route: string;
  readonly socket: Socket;
};

type Exchange = { readonly requestId: string; readonly startedAt: number; readonly respond: Respond };

type Ask = (bytes: Buffer, start: number, end: number, requestId: string, answered: Answered) => void;

/** Before the id. */
const commonHeaders = `${writeHeaders(["cache-control", "no-store", "x-content-type-options", "nosniff"])}x-request-id: `;

// What else there is (other types, no body, a long one) is the framework's to refuse or to read.
function hasPlainQuestion({ method, headers, bodyBytes }: PlainHead): boolean {
  const type = headers["content-type"];
  if (method !== "POST" || bodyBytes === 0 || bodyBytes > bodyBytesMax) return false;
  return type === "application/json" || type === "application/json; charset=utf-8";
}

function isForwarded({ url, bodyBytes }: PlainHead): boolean {
  if (!url.startsWith(forwardAuthPath) || bodyBytes > 0) return false;
  const isWhole = url.length === forwardAuthPath.length || url.charCodeAt(forwardAuthPath.length) === 0x3f;
  if (!isWhole) return false;
  // The framework's parameters say best what is wrong. To begin the search costs more than to see that there is nothing to find.
  return !((url.includes("token") || url.includes("%")) && tokenInAddress.test(url));
}
