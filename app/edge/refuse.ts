import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { refusalPage } from "@/app/edge/refusal-page";
import { pageHeaders } from "@/app/page-headers";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { buildProblem } from "@/domain/errors/problem";

export type Refusal = {
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** How long a client that is still sending may go on, so that it comes to read the answer. */
const lingerMsMax = 5_000;

/** Refuses a request: a small page for people, problem+json for programs. */
export function refuse(
  deskUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
  { code, detail, headers = {} }: Refusal,
): void {
  const requestId = randomUUID();
  const nonce = randomBytes(16).toString("base64");
  const problem = buildProblem(deskUrl, code, requestId, detail ? { detail } : {});
  const isPage = /\btext\/html\b/.test(request.headers.accept ?? "");
  const body = isPage ? refusalPage(problem, nonce) : JSON.stringify(problem);
  response.writeHead(errorCodes[code].status, {
    ...pageHeaders({ nonce, isHttps: deskUrl.startsWith("https://"), isDevelopment: false }),
    "Content-Type": isPage ? "text/html; charset=utf-8" : "application/problem+json; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "X-Request-Id": requestId,
    ...(request.complete ? {} : { Connection: "close" }),
    ...headers,
  });
  if (request.complete) response.end(request.method === "HEAD" ? undefined : body);
  else endWhenHeard(request, response, body);
}

// To close while the client still sends would make its system throw the answer away unread (RFC 9112 §9.6).
function endWhenHeard(request: IncomingMessage, response: ServerResponse, body: string): void {
  response.write(body);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMsMax);
  request.once("end", end).once("close", end).resume();
}
