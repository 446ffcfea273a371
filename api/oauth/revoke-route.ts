import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { senderAddress } from "@/api/client-address";
import { clientParameters, readClientCredentials } from "@/api/oauth/client-credentials";
import { type FormPairs, formBytesMax, pickParameters } from "@/api/oauth/form";
import { basicChallenge, invalidClient, OAuthError } from "@/api/oauth/oauth-error";
import { requireClient } from "@/api/oauth/require-client";
import { notAGateway } from "@/api/oauth/require-gateway";
import { describe } from "@/api/openapi/operation";
import { readGateway } from "@/api/request-credentials";
import { createContext } from "@/api/v1/authenticate";
import { revocationPath } from "@/domain/oauth/paths";
import { buildGatewayChallenge } from "@/domain/verification/challenge";
import { type RevokingContext, revokePresented } from "@/services/oauth/revoke-presented";
import { identifyGateway } from "@/services/verification/identify-gateway";

const operation = describe({
  id: "revokeToken",
  summary: "Revoke a token",
  description:
    "OAuth 2.0 token revocation (RFC 7009). A gateway of the deployment revokes any token, a gateway of an account that account's, an API client those that it obtained. Answered after the commit: no verification that starts later says valid. Unknown and dead tokens are answered with 200 as well. 503: take nothing for done.",
  tag: "OAuth",
  credentials: "gateway_or_client",
  body: {
    contentType: "application/x-www-form-urlencoded",
    schema: z.object({
      token: z.string(),
      token_type_hint: z.string().optional(),
      client_id: z.string().optional(),
      client_secret: z.string().optional(),
    }),
    example: { token: "CT_Qm3xK9aP_…" },
  },
  answers: { 200: { description: "The token works no more, or never did. Empty." } },
});

/** Who revokes, and whose tokens it knows: null for every account's. */
type Revoker = { readonly context: RevokingContext; readonly accountId: string | null };

/** `POST /oauth2/revoke` (RFC 7009). */
export function registerRevocation(app: FastifyInstance): void {
  app.post(revocationPath, { config: operation, bodyLimit: formBytesMax }, async (request, reply) => {
    // The hint is read, to be refused when it is there twice, and not heeded: one look-up covers every type.
    const names = ["token", "token_type_hint", ...clientParameters] as const;
    const form = pickParameters((request.body ?? []) as FormPairs, names);
    const revoker = isGatewayRequest(request)
      ? await requireGateway(request, form)
      : await requireClientRevoker(request, form);
    const { token } = form;
    if (token === null) throw new OAuthError("invalid_request", "The parameter token is missing.");
    if (looksLikeJwt(token)) {
      throw new OAuthError(
        "unsupported_token_type",
        "A JWT ends by its exp. Revoke the API key that signs it.",
      );
    }
    const result = await revokePresented(revoker.context, token.trim(), revoker);
    if (!result.ok && result.refusal.code === "unauthenticated") throw invalidClient();
    if (!result.ok) throw new OAuthError("invalid_request", result.refusal.message);
    const { value } = result;
    request.outcome = {
      ...request.outcome,
      verdict: value.kind,
      tokenId: value.kind === "revoked" ? value.tokenId : undefined,
    };
    return reply.code(200).send();
  });
}

function isGatewayRequest(request: FastifyRequest): boolean {
  return (
    request.headers["x-keydesk-gateway"] !== undefined ||
    /^bearer(?: |$)/i.test(request.headers.authorization ?? "")
  );
}

async function requireGateway(
  request: FastifyRequest,
  form: Readonly<Record<(typeof clientParameters)[number], string | null>>,
): Promise<Revoker> {
  const gateway = readGateway(request, true);
  if (form.client_secret !== null || form.client_assertion !== null) {
    throw new OAuthError("invalid_request", "Authenticate as a gateway or as a client, not as both.");
  }
  const identified = await identifyGateway(request.server.verification, {
    gateway,
    gatewayIp: senderAddress(request),
    gatewayAgent: request.headers["user-agent"] ?? "",
  });
  if (identified.kind === "not_a_gateway") throw notAGateway(request, gateway, identified.verdict);
  const { gateway: row, tokenId, secretId } = identified;
  request.outcome = { verdict: "authenticated", gatewayId: row.id };
  const claim = { kind: "gateway", tokenId, secretId } as const;
  return {
    context: { ...createContext(request, claim), claim },
    accountId: row.forDeployment ? null : row.accountId,
  };
}

async function requireClientRevoker(
  request: FastifyRequest,
  form: Readonly<Record<(typeof clientParameters)[number], string | null>>,
): Promise<Revoker> {
  if (request.headers.authorization === undefined && form.client_id === null && form.client_secret === null) {
    throw new OAuthError("invalid_client", "Authenticate with client credentials or a gateway token.", 401, {
      "www-authenticate": `${basicChallenge}, ${buildGatewayChallenge(false)}`,
    });
  }
  const context = await requireClient(request, readClientCredentials(request, form));
  request.outcome = { verdict: "authenticated", clientId: context.claim.apiClientId };
  // Which account's does not matter: its own tokens alone are revoked.
  return { context, accountId: null };
}

// Three parts with dots between them; no token string of ours holds a dot.
function looksLikeJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
}
