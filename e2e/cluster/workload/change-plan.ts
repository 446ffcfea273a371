import { type Group, type GroupToken, groupBounds, permissionNames } from "@/e2e/cluster/workload/group";
import { between, pick, pickWeighted, type Random } from "@/e2e/cluster/workload/random";

type Request = { readonly method: string; readonly path: string; readonly body?: unknown };
type Planned =
  | { readonly kind: "create"; readonly token?: undefined; readonly expiresAt: number | null }
  | { readonly kind: "disable" | "enable" | "revoke"; readonly token: GroupToken }
  | { readonly kind: "rotate"; readonly token: GroupToken; readonly hasGrace: boolean }
  | {
      readonly kind: "grant" | "withdraw";
      readonly token?: undefined;
      readonly permissions: readonly string[];
    }
  | { readonly kind: "disable_user" | "enable_user" | "revoke_all"; readonly token?: undefined };

/** A change, and the call that asks for it. */
export type ChangePlan = Planned & Request;

/** How often each kind of change is tried. */
const weights = {
  disable: 22,
  enable: 26,
  rotate: 20,
  revoke: 6,
  grant: 14,
  withdraw: 12,
  disable_user: 3,
  enable_user: 5,
} as const;
/** Tokens that expire while they are asked about, in milliseconds after their creation. */
const shortLife = { share: 0.15, fromMs: 1_000, toMs: 6_000 } as const;

/** Draws the next change of a group. */
export function planChange(random: Random, group: Group): ChangePlan {
  if (group.stage === "ending") {
    const body = { confirmation: String(group.liveTokens ?? group.tokens.length + 1) };
    return { kind: "revoke_all", method: "POST", path: "tokens/revoke-all", body };
  }
  const alive = group.tokens.filter(({ isRevoked }) => !isRevoked).length;
  if (alive < groupBounds.tokensAliveMin && group.tokens.length < groupBounds.tokensMax) {
    return planCreation(random, group);
  }
  const kind = pickWeighted(random, weights);
  switch (kind) {
    case "grant":
    case "withdraw":
      return planPermissions(random, group, kind);
    case "disable_user":
    case "enable_user":
      return {
        kind,
        method: "PATCH",
        path: `users/${group.userId}`,
        body: { disabled: kind === "disable_user" },
      };
  }
  const token = pick(random, group.tokens);
  const path = `tokens/${token.id}`;
  switch (kind) {
    case "rotate": {
      const hasGrace = random() < 0.4;
      const body = { graceSeconds: hasGrace ? 3_600 : 0 };
      return { kind, token, hasGrace, method: "POST", path: `${path}/rotate`, body };
    }
    case "revoke":
      return { kind, token, method: "DELETE", path };
    default:
      return { kind, token, method: "POST", path: `${path}/${kind}` };
  }
}

function planCreation(random: Random, group: Group): ChangePlan {
  const expiresAt =
    random() < shortLife.share
      ? Date.now() + Math.round(between(random, shortLife.fromMs, shortLife.toMs))
      : null;
  const body = {
    type: "impersonation",
    name: `Token ${group.tokens.length + 1}`,
    actsAsUserId: group.userId,
    ...(expiresAt === null ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
  };
  return { kind: "create", expiresAt, method: "POST", path: "tokens", body };
}

function planPermissions(random: Random, group: Group, kind: "grant" | "withdraw"): ChangePlan {
  const one = pick(random, permissionNames);
  const permissions = permissionNames.filter((name) =>
    name === one ? kind === "grant" : group.permissions.includes(name),
  );
  return { kind, permissions, method: "PATCH", path: `users/${group.userId}`, body: { permissions } };
}
