import { type Action, actions, canDo, type Role } from "@/domain/access/actions";
import { listedTokenTypeNames, type TokenType } from "@/domain/tokens/types";
import { isRangeWithin } from "@/domain/verification/address";

/**
 * Which types a token may make, rotate, enable or loosen in Keydesk: those that can do no more than itself. API keys have no
 * exports and no downloads. What acts as a user makes and rotates nothing at all (see token-actions); the rest is up to its role.
 */
const handsOut: Record<TokenType, readonly TokenType[]> = {
  impersonation: listedTokenTypeNames,
  personal: listedTokenTypeNames,
  api_key: ["api_key"],
  export: [],
  download: [],
  organization: ["api_key", "export", "download", "organization"],
  account: ["impersonation", "api_key", "export", "download", "organization", "account"],
  gateway: [],
};

/** What makes a token strong, besides whom it acts for. */
export type TokenStrength = {
  readonly type: TokenType;
  readonly expiresAt: Date | null;
  readonly ipAllowList: readonly string[];
};

/** The token that asks. */
export type TokenHolder = TokenStrength & {
  /** An API client obtained it: it ends within the hour, and so must every other that can do as much. */
  readonly ofClient: boolean;
  /** It was asked with the old secret of a rotation, which ends then; null for the one that lasts. */
  readonly secretEndsAt: Date | null;
};

/**
 * True when `one` can do no more than `holder`: its type may be handed out by the holder's, it ends no later, and it works from
 * no other addresses. Else a stolen short-lived token could be turned into one that lasts. What an API client obtained may make
 * lesser tokens that last, as the client itself does not expire; so may the old secret of a rotation, as its token does not end with it.
 */
export function isNoStronger(one: TokenStrength, holder: TokenHolder): boolean {
  if (!handsOut[holder.type].includes(one.type)) return false;
  if (one.type === holder.type && (holder.ofClient || endsAfter(one, holder.secretEndsAt))) return false;
  if (!holder.ofClient && endsAfter(one, holder.expiresAt)) return false;
  if (holder.ipAllowList.length === 0) return true;
  return (
    one.ipAllowList.length > 0 &&
    one.ipAllowList.every((range) => holder.ipAllowList.some((outer) => isRangeWithin(range, outer)))
  );
}

function endsAfter({ expiresAt }: TokenStrength, end: Date | null): boolean {
  return end !== null && (expiresAt === null || expiresAt > end);
}

/**
 * The type of token that can do as much as a user of a role: an administrator makes every token that an account token can, and an
 * auditor reads the whole account, its trail too, and signs reviews.
 */
const asStrongAs: Record<Role, TokenType> = {
  administrator: "account",
  auditor: "account",
  member: "impersonation",
};

/**
 * The same for a user whom a token lets in: invites, enables, or gives a role. Users do not expire and work from everywhere, so a
 * token must last, and be bound to no addresses, to let anybody in. What an old secret hands out has an end of its own (services/invitations).
 */
export function isUserNoStronger(role: Role, holder: Omit<TokenHolder, "secretEndsAt">): boolean {
  return isNoStronger(
    { type: asStrongAs[role], expiresAt: null, ipAllowList: [] },
    { ...holder, secretEndsAt: null },
  );
}

const actionNames = Object.keys(actions) as readonly Action[];

/**
 * True when `to` lets its user do something that `from` does not. Auditor and member do so in both directions: one reads the whole
 * account, the other makes personal tokens.
 */
export function letsDoMore(to: Role, from: Role): boolean {
  const may = (role: Role, action: Action) => canDo({ role, isOperator: false }, action);
  return actionNames.some((action) => may(to, action) && !may(from, action));
}
