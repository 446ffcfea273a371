import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { peerAddress } from "@/api/client-address";
import { setLimitHeaders } from "@/api/limit-headers";
import { describe, type Operation, undocumented } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import { readGateway } from "@/api/request-credentials";
import { type ForwardedRequest, readExtAuthz, readForwardAuth } from "@/api/verify/forwarded-request";
import { sendRefusal } from "@/api/verify/refusal";
import { permissionPattern } from "@/domain/access/permissions";
import { buildGatewayChallenge } from "@/domain/verification/challenge";
import { errorHeader, verdictHeader } from "@/domain/verification/identity-headers";
import { clientError } from "@/domain/verification/verdicts";
import { askFields } from "@/services/verification/ask-fields";
import type { Verification, VerificationDeps } from "@/services/verification/verification";
import { verifyForGateway } from "@/services/verification/verify-for-gateway";

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
export function registerForwardAuth(root: FastifyInstance, verification: VerificationDeps): void {
  root.register(async (app) => {
    // Gateways send the client's headers without its body: nothing is read, whatever the headers promise.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    const answerTo =
      (read: (request: FastifyRequest) => ForwardedRequest) =>
      (request: FastifyRequest, reply: FastifyReply) =>
        answer(verification, request, reply, read(request));
    app.all("/v1/forward-auth", { config: describe(forwardAuth) }, answerTo(readForwardAuth));
    // Envoy puts the client's path behind it: for its configuration alone.
    app.all("/v1/ext-authz/*", { config: undocumented }, answerTo(readExtAuthz));
  });
}

async function answer(
  deps: VerificationDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { subject, ask }: ForwardedRequest,
): Promise<FastifyReply> {
  const gateway = readGateway(request, false);
  const answered = await verifyForGateway(deps, {
    gateway,
    gatewayIp: peerAddress(request),
    subject,
    ask,
    agent: request.headers["user-agent"] ?? "",
    gatewayAgent: "",
  });
  if (answered.kind === "not_a_gateway") {
    request.outcome = { verdict: `gateway_${answered.verdict}` };
    reply.header("www-authenticate", buildGatewayChallenge(gateway.kind !== "missing"));
    reply.header(verdictHeader, "gateway_unauthenticated");
    return sendProblem(reply, "gateway_unauthenticated");
  }
  const { verdict, facts } = answered.verification;
  request.outcome = { verdict, tokenId: facts?.token.id, gatewayId: answered.gateway.id };
  reply.header(verdictHeader, verdict);
  if (verdict !== "valid") {
    reply.header(errorHeader, clientError(verdict));
    return sendRefusal(reply, verdict, ask.permission, answered.verification);
  }
  setLimitHeaders(reply, answered.verification);
  return allow(reply, answered.verification);
}

// Ids and permission names only: nothing in these headers can end one header and begin another. All are always sent, so
// that a gateway replaces what its client may have sent under the same names.
function allow(reply: FastifyReply, { facts, organization, permissions }: Verification): FastifyReply {
  return reply
    .header("x-keydesk-token", facts?.token.id ?? "")
    .header("x-keydesk-account", facts?.account.id ?? "")
    .header("x-keydesk-organization", organization?.id ?? "")
    .header("x-keydesk-user", facts?.user?.id ?? "")
    .header("x-keydesk-permissions", permissions.filter((p) => permissionPattern.test(p)).join(" "))
    .send();
}
