import type { FastifyRequest } from "fastify";
import { forwardedAddress, givenAddress } from "@/api/client-address";
import {
  InvalidRequest,
  readAuthorization,
  readAuthorizationHeader,
  tokenInAddress,
} from "@/api/request-credentials";
import type { Credential } from "@/domain/verification/credential";
import type { Ask } from "@/domain/verification/decide";
import { askFields } from "@/services/verification/ask-fields";

/** A gateway's question about the request before it. */
export type ForwardedRequest = {
  readonly subject: Credential;
  readonly ask: Pick<Ask, "permission" | "organization" | "ip">;
};

// No organization has it: what a client names badly is answered like one that does not exist.
const nowhere = "00000000-0000-0000-0000-000000000000";

/** The question as nginx, Caddy and Traefik put it: the rule in their own address or header, the client's address in a header. */
export function readForwardAuth(request: FastifyRequest): ForwardedRequest {
  const subject = readAuthorization(request);
  const inAddress = new URLSearchParams(queryOf(request.raw.url ?? ""));
  const inHeader = readAskHeader(request);
  if (inAddress.size > 0 && inHeader.size > 0) {
    throw new InvalidRequest("Send the rule in the address or in X-Keydesk-Ask, not in both.");
  }
  const rule = readRule(inAddress.size > 0 ? inAddress : inHeader);
  const uri = request.headers["x-forwarded-uri"];
  const organization = readOrganization(typeof uri === "string" ? uri : "", rule.organization);
  return { subject, ask: { permission: rule.permission, organization, ip: forwardedAddress(request) } };
}

/**
 * The question as Envoy's ext_authz puts it: the address is the client's own, behind our prefix, so nothing of it is believed but
 * `_oid`; the rule and the client's address stand in headers that the gateway sets.
 */
export function readExtAuthz(request: FastifyRequest): ForwardedRequest {
  const subject = readAuthorizationHeader(request);
  const rule = readRule(readAskHeader(request));
  const organization = readOrganization(request.raw.url ?? "", rule.organization);
  return { subject, ask: { permission: rule.permission, organization, ip: givenAddress(request) } };
}

function readAskHeader(request: FastifyRequest): URLSearchParams {
  const value = request.headers["x-keydesk-ask"];
  return new URLSearchParams(typeof value === "string" ? value : "");
}

function queryOf(uri: string): string {
  const start = uri.indexOf("?");
  return start === -1 ? "" : uri.slice(start + 1);
}

type Rule = { readonly permission: string | null; readonly organization: string | null };

// A rule that cannot be read must not let anything through, nor one with a name that is spelt wrong.
function readRule(rule: URLSearchParams): Rule {
  for (const name of rule.keys()) {
    if ((name !== "permission" && name !== "organization") || rule.getAll(name).length > 1) {
      throw new InvalidRequest("A rule may hold permission and organization, each once, and nothing else.");
    }
  }
  const [permission, organization] = [rule.get("permission"), rule.get("organization")];
  if (permission !== null && !askFields.permission.safeParse(permission).success) {
    throw new InvalidRequest('The parameter permission must be a permission such as "reports:read".');
  }
  if (
    organization !== null &&
    organization !== "_oid" &&
    !askFields.organization.safeParse(organization).success
  ) {
    throw new InvalidRequest("The parameter organization must be an organization's id, or _oid.");
  }
  return { permission, organization };
}

// Of two values the API might read the other one than Keydesk (ASVS 15.3.7).
function readOrganization(uri: string, rule: string | null): Ask["organization"] {
  const query = new URLSearchParams(queryOf(uri));
  if (query.has("access_token")) throw tokenInAddress();
  if (rule !== "_oid") return rule;
  const named = query.getAll("_oid");
  if (named.length > 1) throw new InvalidRequest("The parameter _oid may stand in the address once.");
  if ((named[0] ?? "") === "") return "unnamed";
  return askFields.organization.safeParse(named[0]).success ? (named[0] ?? nowhere) : nowhere;
}
