import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { refusalPage } from "@/app/edge/refusal-page";
import { pageHeaders } from "@/app/page-headers";
import { type ErrorCode, errorCodes } from "@/domain/errors/codes";
import { buildProblem } from "@/domain/errors/problem";
import { lingerWith } from "@/services/kernel/linger";

export type Refusal = {
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

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
  else lingerWith(request, body).pipe(response);
}
