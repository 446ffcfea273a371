import type { FastifyReply, FastifyRequest } from "fastify";
import { senderAddress } from "@/api/client-address";
import { setLimitHeaders } from "@/api/limit-headers";
import { InvalidRequest, readAuthorization, readOrFault, readParameter } from "@/api/request-credentials";
import { sendRefusal } from "@/api/verify/refusal";
import type { TokenType } from "@/domain/tokens/types";
import type { Ask } from "@/domain/verification/decide";
import type { Claim, Context } from "@/services/kernel/context";
import { askFields } from "@/services/verification/ask-fields";
import type { Verification } from "@/services/verification/verification";
import { verifySelf } from "@/services/verification/verify-self";

/** What a route asks of the token that calls it. */
export type Door = {
  /** The types that may call; others are refused as `insufficient_scope`. */
  readonly types: readonly TokenType[];
  /**
   * `required`: the call works in one organization: the token's own, or the one that `_oid` names (RZ-04). `optional`: in it, or
   * in the whole account. `none`: in the whole account.
   */
  readonly organization: "none" | "optional" | "required";
  readonly permission?: string | null;
};

/** Who was let in: `context` acts as the token, within the organization of the call. */
export type Caller = { readonly context: Context; readonly verification: Verification };

/**
 * The one door of /api/v1.0: reads the token, verifies it (limits and usage included) and answers refusals itself; then null
 * comes back. Ask it before the body is read. Throws `InvalidRequest` and `VerificationUnavailable` for the error handler.
 */
export async function authenticate(
  request: FastifyRequest,
  reply: FastifyReply,
  door: Door,
): Promise<Caller | null> {
  const credential = readAuthorization(request);
  const permission = door.permission ?? null;
  const named = readOrFault(() => readOrganization(request, door));
  const verification = await verifySelf(request.server.verification, {
    credential,
    permission,
    types: door.types,
    organization: named instanceof InvalidRequest ? null : named,
    ip: senderAddress(request),
    agent: request.headers["user-agent"] ?? "",
  });
  const { facts, verdict, organization } = verification;
  request.outcome = { verdict, tokenId: facts?.token.id };
  if (verdict !== "valid") {
    sendRefusal(reply, verdict, permission, verification);
    return null;
  }
  setLimitHeaders(reply, verification);
  if (named instanceof InvalidRequest) throw named;
  if (facts === null) throw new Error("a valid verification without its token");
  const claim: Claim = {
    kind: "token",
    tokenId: facts.token.id,
    secretId: facts.secretId,
    organizationId: door.organization === "none" ? null : (organization?.id ?? null),
  };
  return { verification, context: createContext(request, claim) };
}

/** A context of this request for a claim. */
export function createContext(request: FastifyRequest, claim: Claim): Context {
  const origin = {
    ip: senderAddress(request),
    userAgent: request.headers["user-agent"] ?? null,
    requestId: request.id,
  };
  return { ...request.server.base, claim, origin };
}

// One parameter, once (ASVS 15.3.7). Another account's id, an unknown and a deleted one get the same answer, from decide().
function readOrganization(request: FastifyRequest, { organization }: Door): Ask["organization"] {
  if (organization === "none") return null;
  const named = readParameter(request, "_oid");
  if (named === null) return organization === "required" ? "unnamed" : null;
  if (!askFields.organization.safeParse(named).success) {
    throw new InvalidRequest("The parameter _oid must be an organization's id (a UUID).");
  }
  return named;
}
