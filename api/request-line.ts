import { type Logger, pino } from "pino";
import type { Outcome } from "@/api/log";
import { writeHundredths, writeThreeDigits } from "@/domain/text/decimal";
import { quoteJson } from "@/domain/text/quote-json";

/** What is said of a request, in this order (docs/operations.md). The route's pattern, never the address: a query may hold a token. */
export type RequestFacts = {
  readonly requestId: string;
  readonly method: string;
  /** Null where the address has no route. */
  readonly route: string | null;
  readonly status: number;
  /** Time until the answer was sent, in hundredths of a millisecond. */
  readonly ms: number;
  /** Null where nobody's token was judged. */
  readonly outcome: Outcome | null;
};

/**
 * The line that pino writes for `log.child({ requestId }).info({ method, route, status, ms, ...outcome }, "request")`, byte by byte, for
 * a fraction of its price. (Half a surrogate pair, which no field can hold, is escaped here and sent as it is by pino.)
 */
export function formatRequestLine(facts: RequestFacts, at: number): string {
  const { requestId, method, route, status, ms, outcome } = facts;
  let line = `${startOfLine(at)}${quoteJson(requestId)}${writeKind(method, route, status)}${Number.isFinite(ms) ? writeHundredths(ms) : "null"}`;
  if (outcome !== null) {
    line += `,"verdict":${quoteJson(outcome.verdict)}`;
    if (outcome.tokenId !== undefined) line += `,"tokenId":${quoteJson(outcome.tokenId)}`;
    if (outcome.gatewayId !== undefined) line += `,"gatewayId":${quoteJson(outcome.gatewayId)}`;
    if (outcome.clientId !== undefined) line += `,"clientId":${quoteJson(outcome.clientId)}`;
  }
  return `${line},"msg":"request"}\n`;
}

/** Writes the lines of requests to where a log writes, in their order; nothing when the log's level leaves them out. */
export function createRequestLog(log: Logger, now: () => number = Date.now): (facts: RequestFacts) => void {
  if (!log.isLevelEnabled("info")) return () => undefined;
  const stream = (log as unknown as { [pino.symbols.streamSym]: { write(line: string): void } })[
    pino.symbols.streamSym
  ];
  return (facts) => stream.write(formatRequestLine(facts, now()));
}

// Thousands of lines fall into one second, and its text costs more than all the rest of one.
let saidSecond = Number.NaN;
let said = "";

function startOfLine(at: number): string {
  const second = Math.floor(at / 1_000);
  if (second !== saidSecond) {
    said = `{"level":30,"time":"${new Date(second * 1_000).toISOString().slice(0, -"000Z".length)}`;
    saidSecond = second;
  }
  return `${said}${writeThreeDigits(at - second * 1_000)}Z","service":"api","requestId":`;
}

// Most requests are like the one before.
let known: Pick<RequestFacts, "method" | "route" | "status"> = {
  method: "",
  route: null,
  status: Number.NaN,
};
let knownText = "";

function writeKind(method: string, route: string | null, status: number): string {
  if (status !== known.status || route !== known.route || method !== known.method) {
    known = { method, route, status };
    knownText = `,"method":${quoteJson(method)},"route":${route === null ? "null" : quoteJson(route)},"status":${status},"ms":`;
  }
  return knownText;
}
