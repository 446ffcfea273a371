import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { forwardedAddress, peerAddress } from "@/api/client-address";
import { setLimitHeaders } from "@/api/limit-headers";
import { describe, type Operation } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import { InvalidRequest, readAuthorization, readGateway, readParameter } from "@/api/request-credentials";
import { readForwarded } from "@/api/verify/forwarded-uri";
import { sendRefusal } from "@/api/verify/refusal";
import { permissionPattern } from "@/domain/access/permissions";
import { buildGatewayChallenge } from "@/domain/verification/challenge";
import { askFields } from "@/services/verification/ask-fields";
import type { Verification, VerificationDeps } from "@/services/verification/verification";
import { verifyForGateway } from "@/services/verification/verify-for-gateway";

const forwardAuth: Operation = {
  id: "forwardAuth",
  summary: "May this request pass?",
  description:
    "Any method. For nginx `auth_request`, Caddy `forward_auth`, Traefik ForwardAuth and Envoy ext_authz. The client's token comes in `Authorization`, as the client sent it.",
  tag: "Verification",
  credentials: "gateway",
  query: z.object({
    permission: askFields.permission.optional(),
    organization: z
      .string()
      .optional()
      .meta({
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
 * `ANY /v1/forward-auth?permission=…&organization=…`: nginx auth_request, Caddy forward_auth, Traefik ForwardAuth and Envoy
 * ext_authz ask it about the request before them. The gateway's token comes in `X-Keydesk-Gateway`, set by the gateway's
 * configuration; the client's own in `Authorization`, as the client sent it.
 */
export function registerForwardAuth(root: FastifyInstance, verification: VerificationDeps): void {
  root.register(async (app) => {
    // Gateways send the client's headers without its body: nothing is read, whatever the headers promise.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, _payload, done) => done(null));
    app.all("/v1/forward-auth", { config: describe(forwardAuth) }, async (request, reply) => {
      const gateway = readGateway(request, false);
      const subject = readAuthorization(request);
      const permission = readParameter(request, "permission");
      const rule = readParameter(request, "organization");
      refuseBadRule(permission, rule);
      const answer = await verifyForGateway(verification, {
        gateway,
        gatewayIp: peerAddress(request),
        subject,
        ask: { permission, organization: readForwarded(request, rule), ip: forwardedAddress(request) },
        agent: request.headers["user-agent"] ?? "",
        gatewayAgent: "",
      });
      if (answer.kind === "not_a_gateway") {
        request.outcome = { verdict: `gateway_${answer.verdict}` };
        reply.header("www-authenticate", buildGatewayChallenge(gateway.kind !== "missing"));
        reply.header("x-keydesk-verdict", "gateway_unauthenticated");
        return sendProblem(reply, "gateway_unauthenticated");
      }
      const { verdict, facts } = answer.verification;
      request.outcome = { verdict, tokenId: facts?.token.id, gatewayId: answer.gateway.id };
      reply.header("x-keydesk-verdict", verdict);
      if (verdict !== "valid") return sendRefusal(reply, verdict, permission, answer.verification);
      setLimitHeaders(reply, answer.verification);
      return allow(reply, answer.verification);
    });
  });
}

// A rule that cannot be read must not let anything through: gateways take 400 for a failure.
function refuseBadRule(permission: string | null, rule: string | null): void {
  if (permission !== null && !askFields.permission.safeParse(permission).success) {
    throw new InvalidRequest('The parameter permission must be a permission such as "reports:read".');
  }
  if (rule !== null && rule !== "_oid" && !askFields.organization.safeParse(rule).success) {
    throw new InvalidRequest("The parameter organization must be an organization's id, or _oid.");
  }
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
