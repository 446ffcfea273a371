import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { refuse } from "@/app/edge/refuse";
import { apiBodyBytesMax } from "@/domain/requests/body-bounds";

/** Where this machine reaches the API's process. */
export type ApiAddress = { readonly host: string; readonly port: number };

const apiPaths =
  /^\/(?:v1|oauth2|api\/v1\.0|api\/docs|\.well-known\/(?:oauth-authorization-server|keydesk-log\.(?:pub|handovers)))(?:\/|$)/;

/** True for what the HTTP API answers, on the desk's port too (design §8). */
export function isApiPath(pathname: string): boolean {
  return apiPaths.test(pathname);
}

// RFC 9110 §7.6.1: of one connection only. The desk's session is no business of the API.
const ofConnection = ["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect"];
const droppedOnTheWay = new Set([...ofConnection, "proxy-connection", "cookie"]);
/** Who may say these has been decided (clean-forwarded-headers): they are taken from the cleaned headers. */
const decided = ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"];
const neverPassed = new Set([...decided, "forwarded", "x-real-ip", "x-forwarded-port", "x-request-id"]);

/**
 * Passes a request on to the HTTP API's process on this machine, body and answer streamed. A body over the API's bound is
 * refused here as it would be there; 503 when the API does not answer.
 */
export function forwardToApi(
  { api, deskUrl }: { api: ApiAddress; deskUrl: string },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const tooLarge = () =>
    refuse(deskUrl, request, response, { code: "body_too_large", detail: "The body may have at most 1 MB." });
  if (Number(request.headers["content-length"] ?? 0) > apiBodyBytesMax) {
    tooLarge();
    return;
  }

  const passing = httpRequest({
    ...api,
    path: request.url,
    method: request.method,
    headers: headersToApi(request),
  });
  let isOver = false;
  const stop = () => {
    isOver = true;
    request.unpipe(passing);
    passing.destroy();
  };
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= apiBodyBytesMax || isOver || response.headersSent) return;
    stop();
    tooLarge();
  });
  request.on("error", stop);
  request.pipe(passing);
  passing.on("response", (answer) => {
    if (isOver) return;
    response.writeHead(answer.statusCode ?? 502, headersOf(answer, ofConnection));
    // Where the end of the connection is the end of the answer (HTTP/1.0), only a reset says that it is not whole.
    answer.on("error", () => response.socket?.resetAndDestroy());
    answer.pipe(response);
  });
  passing.on("error", (error) => {
    if (isOver || response.headersSent) return;
    isOver = true;
    console.error("The HTTP API does not answer:", error.message);
    refuse(deskUrl, request, response, { code: "api_unavailable", headers: { "Retry-After": "5" } });
  });
  response.on("close", () => {
    if (!response.writableEnded) stop();
  });
}

function headersToApi(request: IncomingMessage): string[] {
  // RFC 9110 §7.6.1; but nobody may have the length left out, and with it make two requests of one.
  const nominated = String(request.headers.connection ?? "")
    .split(",")
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "content-length" && name !== "host");
  const passed = headersOf(request, [...droppedOnTheWay, ...neverPassed, ...nominated]);
  // How the body is told from the next request must be said anew; without a word Node would send it unframed after a GET.
  if (request.headers["transfer-encoding"] !== undefined) passed.push("Transfer-Encoding", "chunked");
  else if (request.headers["content-length"] === undefined) passed.push("Content-Length", "0");
  for (const name of decided) {
    const value = request.headers[name];
    if (value !== undefined) passed.push(name, String(value));
  }
  // HTTP/1.0 needs none, and what is passed on is HTTP/1.1, which does.
  if (request.headers.host === undefined) passed.push("Host", "");
  return passed;
}

// As they came, in their order and as often: the API judges what is there twice.
function headersOf(message: IncomingMessage, dropped: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    const name = message.rawHeaders[i]!;
    if (!dropped.includes(name.toLowerCase())) kept.push(name, message.rawHeaders[i + 1]!);
  }
  return kept;
}
