import { type Action, canDo, isHeldUp } from "@/domain/access/actions";
import { decideTokenAction } from "@/domain/access/token-actions";
import type { ErrorCode } from "@/domain/errors/codes";
import type { Actor, Claim } from "@/services/kernel/context";

/** Whose rows an action may touch. */
export type Reach = {
  /** The tenant: every `where` carries it. */
  readonly accountId: string;
  /** One organization, or null for the whole account. Verbs on tokens and organizations heed it. */
  readonly organizationId: string | null;
};

/** All that these do in Keydesk (RFC 6749 §4.4, RFC 7009). */
const ofMachines: Record<"client" | "gateway", readonly Action[]> = {
  client: ["token.issue", "token.revoke"],
  gateway: ["token.revoke"],
};

/** What an actor reaches: the account is its own; only who is in none (command line, the deployment's gateways) names one. */
export function reachOf(actor: Actor, action: Action, named: { accountId?: string }): Reach {
  if (actor.kind === "user") return { accountId: actor.accountId, organizationId: null };
  if (actor.kind === "token") return { accountId: actor.accountId, organizationId: actor.organizationId };
  if (actor.kind === "client") return { accountId: actor.accountId, organizationId: null };
  if (actor.kind === "gateway" && !actor.forDeployment) {
    return { accountId: actor.accountId, organizationId: actor.organizationId };
  }
  if (named.accountId === undefined) throw new Error(`${action}: no account named`);
  return { accountId: named.accountId, organizationId: null };
}

/**
 * True when the page that asks is another person's, or of another account than the session is in now: what is meant for one tenant must
 * not be done to another. To go to another account is possible from any page.
 */
export function isElsewhere(claim: Claim, actor: Actor, action: Action): boolean {
  if (claim.kind !== "session" || !claim.place || actor.kind !== "user") return false;
  if (action === "session.switch_account") return false;
  return claim.place.userId !== actor.userId || claim.place.accountId !== actor.accountId;
}

/**
 * Why the actor may not do `action`; null when it may. A token is its own proof: nobody can ask it for a password, or for the second step
 * that its account requires of people.
 */
export function reasonAgainst(actor: Actor, action: Action): ErrorCode | null {
  if (actor.kind === "user") {
    if (!canDo(actor, action)) return "forbidden";
    return isHeldUp(actor, action) ? "second_factor_needed" : null;
  }
  if (actor.kind === "client" || actor.kind === "gateway") {
    return ofMachines[actor.kind].includes(action) ? null : "forbidden";
  }
  if (actor.kind !== "token") return null;
  const { type, user, ofClient, organizationId } = actor;
  const answer = decideTokenAction({ type, user, ofClient, inOrganization: organizationId !== null }, action);
  return answer === "allowed" ? null : answer;
}
