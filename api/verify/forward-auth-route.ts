import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { describe, type Operation, undocumented } from "@/api/openapi/operation";
import { answerForwardAuth } from "@/api/verify/answer-forward-auth";
import type { AnswerDeps } from "@/api/verify/answer-verify";
import { type ForwardedRequest, readExtAuthz, readForwardAuth } from "@/api/verify/forwarded-request";
import { sendAnswer } from "@/api/verify/send-answer";
import { askFields } from "@/services/verification/ask-fields";

export const forwardAuthPath = "/v1/forward-auth";
const extAuthzPath = "/v1/ext-authz/";

const forwardAuth: Operation = {
  id: "forwardAuth",
  summary: "May this request pass?",
  description:
    "Any method. For nginx `auth_request`, Caddy `forward_auth` and Traefik ForwardAuth. The client's token comes in `Authorization`, as the client sent it.",
  tag: "Verification",
  credentials: "gateway",
  query: z.object({
    permission: askFields.permission.optional(),
    organization: z.string().optional().meta({
      description: "An organization's id, or `_oid`: the one that the client names in its address.",
    }),
  }),
  headers: {
    "X-Forwarded-For": "The client's address, as the gateway saw it, last.",
    "X-Forwarded-Uri": "The client's address bar: where `_oid` is looked for.",
  },
  answers: {
    200: {
      description: "It may.",
      headers: {
        "X-Keydesk-Token": "Id of the token.",
        "X-Keydesk-Account": "Id of its account.",
        "X-Keydesk-Organization": "Id of the organization in which the call works; may be empty.",
        "X-Keydesk-User": "Id of the user that the token acts as; may be empty.",
        "X-Keydesk-Permissions": "What the token may do at this moment, separated by spaces.",
        "X-Keydesk-Verdict": "The exact verdict, with every answer: for the gateway and its log alone.",
        "X-Keydesk-Error": "The code of a refusal, for gateways that cannot pass a body on.",
      },
    },
  },
  refusals: [
    "missing",
    "invalid_token",
    "wrong_scheme",
    "ip_not_allowed",
    "plan_required",
    "insufficient_scope",
    "organization_required",
    "rate_limited",
    "quota_exceeded",
  ],
};

/**
 * `ANY /v1/forward-auth?permission=…&organization=…`: nginx auth_request, Caddy forward_auth and Traefik ForwardAuth ask it about
 * the request before them, Envoy's ext_authz `/v1/ext-authz/…`. The gateway's token comes in `X-Keydesk-Gateway`, set by the gateway's
 * configuration; the client's own in `Authorization`, as the client sent it.
 */
export function registerForwardAuth(root: FastifyInstance, deps: AnswerDeps): void {
  root.register(async (app) => {
    // Gateways send the client's headers without its body: nothing is read, whatever the headers promise.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    const answerTo =
      (read: (request: FastifyRequest) => ForwardedRequest) =>
      (request: FastifyRequest, reply: FastifyReply) =>
        sendAnswer(reply, "forward_auth", deps.verification.meter, (answered) =>
          answerForwardAuth(deps, request, read(request), request.id, answered),
        );
    app.all(forwardAuthPath, { config: describe(forwardAuth) }, answerTo(readForwardAuth));
    // Envoy puts the client's path behind it: for its configuration alone.
    app.all(`${extAuthzPath}*`, { config: undocumented }, answerTo(readExtAuthz));
  });
}

/**
 * The address by which the framework routes a request. It refuses a path that it cannot decode, and of those that clients of Envoy's
 * write, there is nothing to decode: only what stands behind it is read.
 */
export function routedAddress(url: string): string {
  if (!url.startsWith(extAuthzPath)) return url;
  const query = url.indexOf("?");
  return query === -1 ? extAuthzPath : extAuthzPath + url.slice(query);
}
