import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { setLimitHeaders } from "@/api/limit-headers";
import { clientParameters, readClientCredentials } from "@/api/oauth/client-credentials";
import { type FormPairs, formBytesMax, pickParameters } from "@/api/oauth/form";
import { invalidClient, OAuthError, slowDown } from "@/api/oauth/oauth-error";
import { requireClient } from "@/api/oauth/require-client";
import { describe } from "@/api/openapi/operation";
import { clientTokenScope, clientTokenSeconds, grantScope } from "@/domain/oauth/client-tokens";
import { tokenPath } from "@/domain/oauth/paths";
import type { Refusal } from "@/domain/result";
import { type IssuedToken, issueToken } from "@/services/oauth/issue-token";

const operation = describe({
  id: "obtainToken",
  summary: "Obtain a token as an API client",
  description: `OAuth 2.0 client credentials (RFC 6749 §4.4). The token is an account token (CT…), up to 60 characters long, that works for ${clientTokenSeconds} seconds; there is no refresh token. Authenticate with HTTP Basic, or with client_id and client_secret in the body.`,
  tag: "OAuth",
  credentials: "client",
  body: {
    contentType: "application/x-www-form-urlencoded",
    schema: z.object({
      grant_type: z.literal("client_credentials"),
      scope: z.literal(clientTokenScope).optional(),
      client_id: z.string().optional(),
      client_secret: z.string().optional(),
    }),
    example: { grant_type: "client_credentials" },
  },
  answers: {
    200: {
      description: "A token.",
      schema: z.object({
        access_token: z.string(),
        token_type: z.literal("Bearer"),
        expires_in: z.int(),
        scope: z.string(),
      }),
      example: {
        access_token: "CT_Qm3xK9aP_…",
        token_type: "Bearer",
        expires_in: clientTokenSeconds,
        scope: clientTokenScope,
      },
    },
  },
});

/** `POST /api/v1.0/account/api/token` (RZ-05): client id and secret for an account token that works for an hour. */
export function registerToken(app: FastifyInstance): void {
  app.post(tokenPath, { config: operation, bodyLimit: formBytesMax }, async (request, reply) => {
    const form = pickParameters((request.body ?? []) as FormPairs, [
      "grant_type",
      "scope",
      ...clientParameters,
    ]);
    const context = await requireClient(request, readClientCredentials(request, form));
    request.outcome = { verdict: "authenticated", clientId: context.claim.apiClientId };
    if (form.grant_type === null)
      throw new OAuthError("invalid_request", "The parameter grant_type is missing.");
    if (form.grant_type !== "client_credentials") {
      throw new OAuthError("unsupported_grant_type", "The only grant type is client_credentials.");
    }
    const scope = grantScope(form.scope);
    if (scope === null) throw new OAuthError("invalid_scope", `The only scope is ${clientTokenScope}.`);
    const issued = await issueToken(context);
    if (!issued.ok) throw toOAuthError(issued.refusal);
    request.outcome = {
      verdict: "issued",
      tokenId: issued.value.id,
      clientId: context.claim.apiClientId,
    };
    await tellLimits(request, reply, issued.value);
    return reply
      .header("content-type", "application/json; charset=utf-8")
      .send(JSON.stringify(toAnswer(issued.value, scope)));
  });
}

// Obtaining a token is no call of the account; where its limits stand is told all the same (RZ-07).
async function tellLimits(request: FastifyRequest, reply: FastifyReply, { account }: IssuedToken) {
  const { limits, now } = request.server.verification;
  const call = { at: now().getTime(), address: null, toldBy: null, account, spends: false } as const;
  setLimitHeaders(reply, { limits: await limits.judge(call), unlimited: "valid" });
}

// RFC 6749 §5.1. The scope is said also where it is what was asked for: it may be.
function toAnswer({ accessToken, expiresInSeconds }: IssuedToken, scope: string) {
  return { access_token: accessToken, token_type: "Bearer", expires_in: expiresInSeconds, scope };
}

function toOAuthError({ code, message }: Refusal): OAuthError {
  if (code === "unauthenticated") return invalidClient();
  if (code === "plan_required") return new OAuthError("unauthorized_client", message);
  if (code === "cap_reached") return slowDown(message, 60);
  throw new Error(`issuing a token was refused as ${code}`);
}
