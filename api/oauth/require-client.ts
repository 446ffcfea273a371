import type { FastifyRequest } from "fastify";
import { invalidClient, slowDown } from "@/api/oauth/oauth-error";
import { limitAddress, requestBase } from "@/api/oauth/request-base";
import { createContext } from "@/api/v1/authenticate";
import type { Claim, Context } from "@/services/kernel/context";
import { authenticateClient, type ClientCredentials } from "@/services/oauth/authenticate-client";
import { waitSentence } from "@/services/sessions/attempt-throttle";

/** A context that acts as an API client. */
export type ClientContext = Context & { readonly claim: Extract<Claim, { kind: "client" }> };

/** The context of the client that proves itself with `credentials`. Throws `invalid_client` or `slow_down`. */
export async function requireClient(
  request: FastifyRequest,
  credentials: ClientCredentials,
): Promise<ClientContext> {
  await limitAddress(request);
  const proven = await authenticateClient(requestBase(request), credentials);
  if (proven.kind === "slowed") throw slowDown(waitSentence(proven.waitSeconds), proven.waitSeconds);
  if (proven.kind === "refused") throw invalidClient();
  return { ...createContext(request, proven.claim), claim: proven.claim };
}
