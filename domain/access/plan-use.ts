import { type Plan, planIncludes } from "@/domain/access/plans";
import type { TokenCount } from "@/domain/tokens/token-views";
import { type ListedTokenType, typeRule } from "@/domain/tokens/types";

/** What an account has that not every plan includes. */
export type PlanUse = {
  /** Active tokens of the types that need more than the least plan. */
  readonly tokens: readonly { readonly type: ListedTokenType; readonly count: TokenCount }[];
  /** Enabled API clients; they need what account tokens need. */
  readonly clients: number;
};

/** What of it would be refused under `plan`; what nothing exists of is left out. */
export function findStopped(use: PlanUse, plan: Plan): PlanUse {
  return {
    tokens: use.tokens.filter(
      ({ type, count }) => count.count > 0 && !planIncludes(plan, typeRule(type).plan),
    ),
    clients: planIncludes(plan, typeRule("account").plan) ? 0 : use.clients,
  };
}
