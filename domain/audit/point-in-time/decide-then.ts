import type { Plan } from "@/domain/access/plans";
import type { Presence } from "@/domain/audit/point-in-time/account-then";
import { type Fact, valueOr } from "@/domain/audit/point-in-time/fact";
import type { SecretThen } from "@/domain/audit/point-in-time/secrets-then";
import type { TokenThen } from "@/domain/audit/point-in-time/token-then";
import type { UserThen } from "@/domain/audit/point-in-time/user-then";
import { tokenTypes } from "@/domain/tokens/types";
import { type Ask, decide, type TokenFacts } from "@/domain/verification/decide";
import type { Verdict } from "@/domain/verification/verdicts";

/** Everything that a verification would have rested on at a moment. What the token has none of is null. */
export type Then = {
  readonly token: TokenThen;
  readonly plan: Fact<Plan>;
  readonly user: UserThen | null;
  readonly organization: Fact<Presence> | null;
  readonly client: { readonly presence: Fact<Presence>; readonly enabled: Fact<boolean> } | null;
};

/** What the log does not tell, of that which the answer rests on. */
export type Missing =
  | "existence"
  | "type"
  | "bearer"
  | "enabled"
  | "notBefore"
  | "expiresAt"
  | "ipAllowList"
  | "secret"
  | "membership"
  | "permissions"
  | "organization"
  | "client"
  | "plan";

export type Answer = {
  /** "unknown": nothing that is known forbids it, and something is not known. */
  readonly usable: "yes" | "no" | "unknown";
  /** What a verification would have said, as far as is known; with something missing, an earlier reason may come before it. */
  readonly verdict: Verdict;
  /** What the token could do; null where that is not known. */
  readonly permissions: readonly string[] | null;
  readonly missing: readonly Missing[];
};

/** How a call is imagined where nothing else is asked: a good one, from an address that is allowed. */
export const anyCall: Ask = { scheme: null, permission: null, organization: null, ip: null, purpose: "self" };

/**
 * Decides on one secret as a verification of that moment would have, limits aside: the same rule (domain/verification/decide), on facts
 * out of the log. What is unknown is taken at its best: a refusal then holds whatever it was.
 * @param ask with `ip` null, any allowed address is meant
 */
export function decideThen(then: Then, secret: SecretThen | null, ask: Ask, at: Date): Answer {
  const { token, plan, user, organization, client } = then;
  const missing = missingOf(then, secret, ask);
  const existence = valueOr(token.existence, "live");
  if (existence === "not_yet") return { usable: "no", verdict: "unknown", permissions: [], missing: [] };
  const gone = (isGone: boolean) => (isGone ? at : null);
  const facts: TokenFacts = {
    secretId: "",
    retiresAt: secret?.retiresAt ?? null,
    destroyedAt: gone(secret?.isDestroyed ?? false),
    token: {
      id: "",
      type: valueOr(token.type, "personal"),
      name: "",
      deletedAt: gone(existence === "deleted"),
      disabledAt: gone(!valueOr(token.enabled, true)),
      notBefore: valueOr(token.notBefore, null),
      expiresAt: valueOr(token.expiresAt, null),
      ipAllowList: ask.ip === null ? [] : valueOr(token.ipAllowList, []),
    },
    account: { ...nobody, plan: valueOr(plan, "platform"), disabledAt: null, ...noLimits },
    organization:
      organization === null ? null : { ...nobody, deletedAt: gone(valueOr(organization, "live") !== "live") },
    user: userFacts(user),
    client:
      client === null
        ? null
        : {
            ...nobody,
            disabledAt: gone(!valueOr(client.enabled, true)),
            deletedAt: gone(valueOr(client.presence, "live") !== "live"),
          },
    askedOrganization: null,
  };
  const { verdict, permissions } = decide(facts, ask, at);
  const isKnown = token.type.known && (user === null || user.permissions.known);
  return {
    usable: verdict !== "valid" ? "no" : missing.length === 0 ? "yes" : "unknown",
    verdict,
    permissions: verdict !== "valid" ? [] : isKnown ? permissions : null,
    missing,
  };
}

const nobody = { id: "", name: "" } as const;
const noLimits = { requestsPerMinute: 0, licensedAssets: 0, requestsPerIp: 0 } as const;

// Where it is not known whom a token acts as, an active user stands in.
function userFacts(user: UserThen | null): TokenFacts["user"] {
  if (user === null) return { ...nobody, active: true, permissions: [] };
  const active = valueOr(user.membership, "active") === "active";
  return { ...nobody, active, permissions: valueOr(user.permissions, ["*"]) };
}

function missingOf(
  { token, plan, user, organization, client }: Then,
  secret: SecretThen | null,
  ask: Ask,
): Missing[] {
  const missing: Missing[] = [];
  const need = (name: Missing, fact: Fact<unknown> | null) => {
    if (fact !== null && !fact.known) missing.push(name);
  };
  need("existence", token.existence);
  need("type", token.type);
  if (secret === null) missing.push("secret");
  need("enabled", token.enabled);
  need("notBefore", token.notBefore);
  need("expiresAt", token.expiresAt);
  if (ask.ip !== null) need("ipAllowList", token.ipAllowList);
  need("bearer", token.bearer);
  if (user !== null) {
    need("membership", user.membership);
    if (ask.permission !== null) need("permissions", user.permissions);
  }
  need("organization", organization);
  need("client", client?.presence ?? null);
  need("client", client?.enabled ?? null);
  // The least plan includes what every plan does.
  if (!token.type.known || tokenTypes[token.type.value].plan !== "community") need("plan", plan);
  return [...new Set(missing)];
}
