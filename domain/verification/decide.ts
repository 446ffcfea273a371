import { permits } from "@/domain/access/permissions";
import { type Plan, planIncludes } from "@/domain/access/plans";
import { tokenStatus } from "@/domain/tokens/status";
import { type TokenType, tokenTypes } from "@/domain/tokens/types";
import { isAddressAllowed } from "@/domain/verification/address";
import { effectivePermissions } from "@/domain/verification/effective-permissions";
import { jwtTimeRefusal, type ParsedJwt } from "@/domain/verification/jwt";
import type { Verdict } from "@/domain/verification/verdicts";

/** All rows that a decision rests on, read in one snapshot. */
export type TokenFacts = {
  readonly secretId: string;
  readonly retiresAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly token: {
    readonly id: string;
    readonly type: TokenType;
    readonly name: string;
    readonly deletedAt: Date | null;
    readonly disabledAt: Date | null;
    readonly notBefore: Date | null;
    readonly expiresAt: Date | null;
    readonly ipAllowList: readonly string[];
  };
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly plan: Plan;
    readonly disabledAt: Date | null;
    readonly requestsPerMinute: number;
    readonly licensedAssets: number;
    /** Per source address and five minutes. */
    readonly requestsPerIp: number;
  };
  /** The organization that the token is bound to. */
  readonly organization: {
    readonly id: string;
    readonly name: string;
    readonly deletedAt: Date | null;
  } | null;
  /** The template user or owner; `active` also speaks of its membership in this account. */
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly active: boolean;
    readonly permissions: readonly string[];
  } | null;
  /** The API client that obtained the token. */
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly disabledAt: Date | null;
    readonly deletedAt: Date | null;
  } | null;
  /** The organization that the request names, if this account has it and it is live. */
  readonly askedOrganization: { readonly id: string; readonly name: string } | null;
};

/** What the request wants; null means that it does not ask. */
export type Ask = {
  /** Scheme in lower case as presented; null where none applies. */
  readonly scheme: string | null;
  readonly permission: string | null;
  /** The token types that may call here at all; left out, every type may. */
  readonly types?: readonly TokenType[] | undefined;
  /** The times that a JWT sets itself; left out for tokens as such. */
  readonly jwt?: Pick<ParsedJwt, "expiresAt" | "notBefore"> | undefined;
  /** The organization named; "unnamed": the call works in one, and the client named none (`_oid` is missing). */
  readonly organization: string | "unnamed" | null;
  readonly ip: string | null;
  /** Who asks: a gateway for its client, a token about itself, or a gateway token that wants to verify. */
  readonly purpose: "access" | "self" | "gateway";
};

export type Decision = {
  readonly verdict: Verdict;
  /** The organization in which a valid call works. */
  readonly organization: { readonly id: string; readonly name: string } | null;
  /** What the token may do at this moment; empty unless valid. */
  readonly permissions: readonly string[];
};

const refusals = new Map<Verdict, Decision>();

/** A refusal without any rights. */
export function refused(verdict: Exclude<Verdict, "valid">): Decision {
  let decision = refusals.get(verdict);
  if (decision === undefined) {
    decision = { verdict, organization: null, permissions: [] };
    refusals.set(verdict, decision);
  }
  return decision;
}

/**
 * Decides on a token whose string passed form and checksum: rows + request + now → verdict, first failure wins (design §5).
 * Pure. `facts` null: no secret has this digest.
 */
export function decide(facts: TokenFacts | null, ask: Ask, now: Date): Decision {
  if (facts === null) return refused("unknown");
  const { token, account, user } = facts;
  const status = tokenStatus(token, now);
  if (facts.destroyedAt !== null || status === "deleted") return refused("revoked");
  // A retiring secret ends in the very millisecond of `retiresAt`, as tokens do.
  if (facts.retiresAt !== null && facts.retiresAt.getTime() <= now.getTime()) return refused("revoked");
  // What a client obtained goes with the client.
  if (facts.client !== null && facts.client.deletedAt !== null) return refused("revoked");
  if (facts.client !== null && facts.client.disabledAt !== null) return refused("disabled");
  if (status !== "active") return refused(status);
  const untimely = ask.jwt === undefined ? null : jwtTimeRefusal(ask.jwt, now);
  if (untimely !== null) return refused(untimely);
  const rule = tokenTypes[token.type];
  if (ask.scheme !== null && ask.scheme !== rule.scheme.toLowerCase()) return refused("wrong_scheme");
  if (!isOwnerActive(facts)) return refused("owner_inactive");
  if (!isAddressAllowed(token.ipAllowList, ask.ip)) return refused("ip_not_allowed");
  if (!planIncludes(account.plan, rule.plan)) return refused("plan_required");
  const permissions = effectivePermissions(token.type, user?.permissions ?? null);
  // A gateway's own token opens nothing that stands behind a gateway.
  if (ask.purpose === "access" && token.type === "gateway") return refused("forbidden");
  if (ask.types !== undefined && !ask.types.includes(token.type)) return refused("forbidden");
  if (ask.permission !== null && !permits(permissions, ask.permission)) return refused("forbidden");
  const bound = facts.organization;
  if (ask.organization === null) return valid(bound, permissions);
  if (ask.organization === "unnamed") {
    return bound === null ? refused("organization_required") : valid(bound, permissions);
  }
  // Another account's organization, a deleted one and one that the token is not bound to are answered alike.
  const asked = facts.askedOrganization;
  if (asked === null || (bound !== null && bound.id !== asked.id)) return refused("forbidden");
  return valid(asked, permissions);
}

function valid(organization: Decision["organization"], permissions: readonly string[]): Decision {
  return { verdict: "valid", organization, permissions };
}

// An account that an operator locked and an organization that is gone have no active owner either.
function isOwnerActive({ token, account, organization, user }: TokenFacts): boolean {
  if (account.disabledAt !== null) return false;
  if (organization !== null && organization.deletedAt !== null) return false;
  const actsAs = tokenTypes[token.type].actsAs;
  return actsAs === "template_user" || actsAs === "owner" ? user?.active === true : true;
}
