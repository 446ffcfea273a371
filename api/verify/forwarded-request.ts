import { forwardedAddress, givenAddress } from "@/api/client-address";
import type { Incoming } from "@/api/incoming";
import {
  InvalidRequest,
  readAuthorization,
  readAuthorizationHeader,
  tokenInAddress,
} from "@/api/request-credentials";
import { ownText } from "@/domain/text/own-text";
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
export function readForwardAuth(request: Incoming): ForwardedRequest {
  const subject = readAuthorization(request);
  const rule = readRules(request.raw.url ?? "", askHeader(request));
  const uri = request.headers["x-forwarded-uri"];
  const organization = readOrganization(typeof uri === "string" ? uri : "", rule.organization);
  return { subject, ask: { permission: rule.permission, organization, ip: forwardedAddress(request) } };
}

/**
 * The question as Envoy's ext_authz puts it: the address is the client's own, behind our prefix, so nothing of it is believed but
 * `_oid`; the rule and the client's address stand in headers that the gateway sets.
 */
export function readExtAuthz(request: Incoming): ForwardedRequest {
  const subject = readAuthorizationHeader(request);
  const rule = readRules("", askHeader(request));
  const organization = readOrganization(request.raw.url ?? "", rule.organization);
  return { subject, ask: { permission: rule.permission, organization, ip: givenAddress(request) } };
}

function askHeader(request: Incoming): string {
  const value = request.headers["x-keydesk-ask"];
  return typeof value === "string" ? value : "";
}

function queryOf(uri: string): string {
  const start = uri.indexOf("?");
  return start === -1 ? "" : uri.slice(start + 1);
}

type Rule = { readonly permission: string | null; readonly organization: string | null };

const rulesMax = 1_000;
// A gateway has a few rules and sends one with each request: a rule that could be read once can be read always.
const rules = new Map<string, Rule>();

function readRules(address: string, header: string): Rule {
  // No address holds a line break.
  const key = header === "" ? address : `${address}\n${header}`;
  let rule = rules.get(key);
  if (rule === undefined) {
    const ownKey = ownText(key);
    const ownAddress = ownKey.slice(0, address.length);
    const inAddress = new URLSearchParams(queryOf(ownAddress));
    const inHeader = new URLSearchParams(ownText(header));
    if (inAddress.size > 0 && inHeader.size > 0) {
      throw new InvalidRequest("Send the rule in the address or in X-Keydesk-Ask, not in both.");
    }
    rule = readRule(inAddress.size > 0 ? inAddress : inHeader);
    if (rules.size >= rulesMax) rules.clear();
    rules.set(ownKey, rule);
  }
  return rule;
}

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
  const text = queryOf(uri);
  // No parameter has an empty name, and none is looked for where there are none.
  if (text === "" && rule !== "_oid") return rule;
  const query = new URLSearchParams(text);
  if (query.has("access_token")) throw tokenInAddress();
  if (rule !== "_oid") return rule;
  const named = query.getAll("_oid");
  if (named.length > 1) throw new InvalidRequest("The parameter _oid may stand in the address once.");
  if ((named[0] ?? "") === "") return "unnamed";
  return askFields.organization.safeParse(named[0]).success ? (named[0] ?? nowhere) : nowhere;
}
