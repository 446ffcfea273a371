import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { beginAttempt, findAttempt } from "@/app/edge/attempts";
import { cleanForwardedHeaders, type ForwardRules } from "@/app/edge/clean-forwarded-headers";
import { isForeign } from "@/app/edge/foreign-origin";
import { type ApiAddress, forwardToApi, isApiPath } from "@/app/edge/forward-to-api";
import { judgeForm, nameContentType } from "@/app/edge/judge-form";
import { readBody } from "@/app/edge/read-body";
import { type Refusal, refuse } from "@/app/edge/refuse";
import { replayRequest } from "@/app/edge/replay-request";
import { parseTarget } from "@/app/edge/request-target";
import { replaceUnreadAnswer } from "@/app/edge/unread-answer";
import { deskBodyBytesMax } from "@/domain/requests/body-bounds";

export type EdgeRules = ForwardRules & {
  readonly api: ApiAddress;
  /** The development server has addresses of its own, which the edge leaves to it. */
  readonly isDevelopment: boolean;
  /** How long the body of a form may take to arrive. */
  readonly bodyWaitMsMax: number;
};

/**
 * What every request to the desk's port goes through, in this order: who speaks → an address that can be read → the API's
 * addresses go to the API → method → origin → a form that is whole, small and readable → Next.js.
 */
export async function handleRequest(
  rules: EdgeRules,
  request: IncomingMessage,
  response: ServerResponse,
  pass: RequestListener,
): Promise<void> {
  // Next.js passes an action on to the page that has it, by a request to itself.
  const outer = findAttempt(request.headers);
  if (outer === null) cleanForwardedHeaders(request.headers, request.socket.remoteAddress ?? "", rules);
  const answer = (refusal: Refusal) => refuse(rules.deskUrl, request, response, refusal);

  const target = parseTarget(request.url ?? "");
  if (target === null) return answer({ code: "malformed_request", detail: "The address cannot be read." });
  request.url = target.url;
  if (isApiPath(target.pathname)) return forwardToApi(rules, request, response);
  if (rules.isDevelopment && /^\/(_next\/|__nextjs)/.test(target.pathname)) return pass(request, response);

  const methods = target.pathname.startsWith("/_next/") ? ["GET", "HEAD"] : ["GET", "HEAD", "POST"];
  if (!methods.includes(request.method ?? ""))
    return answer({ code: "method_not_allowed", headers: { Allow: methods.join(", ") } });
  if (request.method !== "POST") return pass(request, response);

  if (isForeign(request.headers, rules.deskUrl)) return answer({ code: "foreign_origin" });
  const type = nameContentType(target.pathname, request.headers);
  if (!type.ok) return answer({ code: "unsupported_media_type", detail: type.detail });
  const read = await readBody(request, { bytesMax: deskBodyBytesMax, waitMsMax: rules.bodyWaitMsMax });
  if (read === "gone") return;
  if (typeof read === "string") return answer(unread[read]);
  const fault = await judgeForm(type.type, request.headers, read);
  if (fault !== null) return answer({ code: "malformed_request", detail: fault });

  const attempt = outer ?? beginAttempt(request.headers, response);
  replaceUnreadAnswer(response, attempt, () => answer({ code: "malformed_request" }));
  pass(replayRequest(request, read), response);
}

const unread = {
  too_large: {
    code: "body_too_large",
    detail: `A form of the desk may have at most ${deskBodyBytesMax / 1024} kB.`,
  },
  too_slow: { code: "request_timeout" },
} as const satisfies Record<string, Refusal>;
