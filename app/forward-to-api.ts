import { randomUUID } from "node:crypto";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { errorCodes } from "@/domain/errors/codes";
import { getConfig } from "@/services/config";

// RFC 9110 §7.6.1: of one connection only. The desk's session is no business of the API, nor are the desk's own notes.
const dropped = new Set([
  "connection",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "proxy-connection",
  "cookie",
  "x-request-id",
  "x-nonce",
  "x-keydesk-path",
]);

/**
 * Passes a request on to the HTTP API's process on this machine, body and answer streamed, and says 503 when it does not
 * answer. The port is read at run time. X-Forwarded-For is the true caller's (see clean-forwarded-headers).
 */
export async function forwardToApi(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const headers: Record<string, string> = {};
  request.headers.forEach((value, name) => {
    if (!dropped.has(name)) headers[name] = value;
  });
  let answer: IncomingMessage;
  try {
    answer = await send(request, `${pathname}${search}`, headers);
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: 499 });
    console.error("The HTTP API does not answer:", (error as Error).message);
    return unavailable();
  }
  const given = new Headers();
  for (let i = 0; i < answer.rawHeaders.length; i += 2) {
    const name = answer.rawHeaders[i]!;
    if (!dropped.has(name.toLowerCase())) given.append(name, answer.rawHeaders[i + 1]!);
  }
  const status = answer.statusCode ?? 502;
  const hasBody = request.method !== "HEAD" && status !== 204 && status !== 304;
  if (!hasBody) answer.resume();
  return new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream) : null, {
    status,
    headers: given,
  });
}

function send(request: Request, path: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const passing = httpRequest(
      {
        host: "127.0.0.1",
        port: getConfig().apiPort,
        path,
        method: request.method,
        headers,
        signal: request.signal,
      },
      resolve,
    );
    passing.on("error", reject);
    if (request.body === null) passing.end();
    else
      Readable.fromWeb(request.body as import("node:stream/web").ReadableStream)
        .on("error", reject)
        .pipe(passing);
  });
}

// RFC 9457, as the API itself would say it.
function unavailable(): Response {
  const { status, title, mend } = errorCodes.api_unavailable;
  const type = `${getConfig().deskUrl}/docs/errors/api_unavailable`;
  const requestId = randomUUID();
  const problem = { type, title, status, detail: mend, code: "api_unavailable", requestId };
  return new Response(JSON.stringify(problem), {
    status,
    headers: {
      "content-type": "application/problem+json; charset=utf-8",
      "retry-after": "5",
      "cache-control": "no-store",
    },
  });
}
