import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { beginAttempt, findAttempt } from "@/app/edge/attempts";
import { cleanForwardedHeaders, type ForwardRules } from "@/app/edge/clean-forwarded-headers";
import { isForeign } from "@/app/edge/foreign-origin";
import { type ApiAddress, forwardToApi, isApiPath } from "@/app/edge/forward-to-api";
import { judgeForm, nameContentType } from "@/app/edge/judge-form";
import { readBody } from "@/app/edge/read-body";
import { type Refusal, refuse } from "@/app/edge/refuse";
import { replaceAnswer } from "@/app/edge/replace-answer";
import { replayRequest } from "@/app/edge/replay-request";
import { parseTarget } from "@/app/edge/request-target";
import { type DatabaseState, withoutDatabase } from "@/app/edge/without-database";
import { deskBodyBytesMax } from "@/domain/requests/body-bounds";
import { hostFault } from "@/domain/requests/sent-host";

export type EdgeRules = ForwardRules & {
  readonly api: ApiAddress;
  /** The development server has addresses of its own, which the edge leaves to it. */
  readonly isDevelopment: boolean;
  /** How long the head of a request may take to arrive. */
  readonly headWaitMsMax: number;
  /** How long a request may take as a whole: what is longer than the other two covers bodies that nobody waits for. */
  readonly requestWaitMsMax: number;
  /** How long the body of a form may take to arrive. */
  readonly bodyWaitMsMax: number;
  readonly database: DatabaseState;
};

/**
 * What every request to the desk's port goes through, in this order: who speaks → one host → an address that can be read → the API's
 * addresses go to the API → method → a database that answers → origin → a form that is whole, small and readable → Next.js.
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

  const hosts = hostFault(request);
  // What comes behind it may be read otherwise too.
  if (hosts !== null)
    return answer({ code: "malformed_request", detail: hosts, headers: { Connection: "close" } });
  const target = parseTarget(request.url ?? "");
  if (target === null) return answer({ code: "malformed_request", detail: "The address cannot be read." });
  request.url = target.url;
  if (isApiPath(target.pathname)) return forwardToApi(rules, request, response);
  if (rules.isDevelopment && /^\/(_next\/|__nextjs)/.test(target.pathname)) return pass(request, response);

  const methods = target.pathname.startsWith("/_next/") ? ["GET", "HEAD"] : ["GET", "HEAD", "POST"];
  if (!methods.includes(request.method ?? ""))
    return answer({ code: "method_not_allowed", headers: { Allow: methods.join(", ") } });
  const database = withoutDatabase(rules.database, request, target.pathname);
  const away = database.now();
  if (away !== null) return answer(away);
  if (request.method !== "POST") {
    replaceAnswer(response, () => database.insteadOf(response), answer);
    return pass(request, response);
  }

  if (isForeign(request.headers, rules.deskUrl)) return answer({ code: "foreign_origin" });
  const type = nameContentType(target.pathname, request.headers);
  if (!type.ok) return answer({ code: "unsupported_media_type", detail: type.detail });
  const read = await readBody(request, { bytesMax: deskBodyBytesMax, waitMsMax: rules.bodyWaitMsMax });
  if (read === "gone") return;
  if (typeof read === "string") return answer(unread[read]);
  const fault = await judgeForm(type.type, request.headers, read);
  if (fault !== null) return answer({ code: "malformed_request", detail: fault });

  const attempt = outer ?? beginAttempt(request.headers, response);
  // Next.js answers 500 to what it cannot read. While none of the desk's code has run, nothing has failed on our side and nothing
  // was changed.
  const unreadable = (): Refusal | null => {
    const isUnread = (response.statusCode === 500 || attempt.refused) && !attempt.reached;
    if (!isUnread) return database.insteadOf(response);
    attempt.refused = true;
    return { code: "malformed_request" };
  };
  replaceAnswer(response, unreadable, answer);
  pass(replayRequest(request, read), response);
}

const unread = {
  too_large: {
    code: "body_too_large",
    detail: `A form of the desk may have at most ${deskBodyBytesMax / 1024} kB.`,
  },
  too_slow: { code: "request_timeout" },
} as const satisfies Record<string, Refusal>;
