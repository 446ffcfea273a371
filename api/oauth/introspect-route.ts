import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { senderAddress } from "@/api/client-address";
import { type FormPairs, formBytesMax, pickParameters } from "@/api/oauth/form";
import { OAuthError } from "@/api/oauth/oauth-error";
import { notAGateway } from "@/api/oauth/require-gateway";
import { describe } from "@/api/openapi/operation";
import { readGateway } from "@/api/request-credentials";
import { introspectionPath } from "@/domain/oauth/paths";
import { parsePresented } from "@/domain/verification/credential";
import { introspectToken } from "@/services/oauth/introspect";
import { askFields } from "@/services/verification/ask-fields";
import { type GatewayCaller, identifyGateway } from "@/services/verification/identify-gateway";

/** The token, and what else a gateway may say of its client's call (RFC 7662 §2.1 leaves room for it). */
const parameters = ["token", "token_type_hint", "permission", "organization", "ip", "agent"] as const;
type Parameters = Readonly<Record<(typeof parameters)[number], string | null>>;

const context = z.object({
  permission: askFields.permission.nullable(),
  organization: askFields.organization.nullable(),
  ip: askFields.ip.nullable(),
  agent: z.string().max(4_000).nullable(),
});

const operation = describe({
  id: "introspectToken",
  summary: "Ask whether a token is active",
  description:
    'OAuth 2.0 token introspection (RFC 7662), for every type of token. It counts as a call of the token, as a verification does. Whatever is not good now, for this gateway, is {"active": false} and nothing more. A token with an allowed-address list is active only when ip says where its client calls from.',
  tag: "OAuth",
  credentials: "gateway",
  body: {
    contentType: "application/x-www-form-urlencoded",
    schema: z.object({
      token: z.string(),
      token_type_hint: z.string().optional(),
      permission: z.string().optional(),
      organization: z.uuid().optional(),
      ip: z.string().optional(),
      agent: z.string().optional(),
    }),
    example: { token: "PT_Qm3xK9aP_…" },
  },
  answers: {
    200: {
      description: "Whether it is active, and what it is.",
      schema: z.looseObject({
        active: z.boolean(),
        scope: z.string().optional(),
        client_id: z.string().optional(),
        username: z.string().optional(),
        token_type: z.string().optional(),
        exp: z.int().optional(),
        iat: z.int().optional(),
        nbf: z.int().optional(),
        sub: z.string().optional(),
        aud: z.array(z.string()).optional(),
        iss: z.string().optional(),
        jti: z.string().optional(),
      }),
      example: { active: false },
    },
  },
});

/** `POST /oauth2/introspect` (RFC 7662): a gateway asks about a token. */
export function registerIntrospection(app: FastifyInstance): void {
  app.post(introspectionPath, { config: operation, bodyLimit: formBytesMax }, async (request, reply) => {
    const caller = readCaller(request);
    const form = await readParameters(request, caller);
    const answer = await introspectToken(request.server.base, request.server.verification, {
      ...caller,
      subject: parsePresented(form.token),
      ask: { permission: form.permission, organization: form.organization, ip: form.ip },
      agent: form.agent ?? "",
    });
    if (answer.kind === "not_a_gateway") throw notAGateway(request, caller.gateway, answer.verdict);
    const { verdict, facts } = answer.verification;
    request.outcome = { verdict, tokenId: facts?.token.id, gatewayId: answer.gatewayId };
    return reply.header("content-type", "application/json; charset=utf-8").send(answer.body);
  });
}

function readCaller(request: FastifyRequest): GatewayCaller {
  return {
    gateway: readGateway(request, true),
    gatewayIp: senderAddress(request),
    gatewayAgent: request.headers["user-agent"] ?? "",
  };
}

// Who may not ask learns nothing of how to ask: a bad form is told to gateways alone.
async function readParameters(request: FastifyRequest, caller: GatewayCaller) {
  try {
    const form = pickParameters((request.body ?? []) as FormPairs, parameters);
    if (form.token === null) throw new OAuthError("invalid_request", "The parameter token is missing.");
    return { token: form.token, ...parseContext(form) };
  } catch (error) {
    const identified = await identifyGateway(request.server.verification, caller);
    throw identified.kind === "gateway" ? error : notAGateway(request, caller.gateway, identified.verdict);
  }
}

function parseContext(form: Parameters): z.output<typeof context> {
  const parsed = context.safeParse(form);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new OAuthError("invalid_request", `The parameter ${String(issue.path[0])}: ${issue.message}`);
}
