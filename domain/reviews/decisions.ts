/** What a reviewer decides about a token; a token that nobody decided about yet is `open`. */
export const decisions = ["keep", "disable", "revoke"] as const;
export type Decision = (typeof decisions)[number];

export const itemDecisions = ["open", ...decisions] as const;
export type ItemDecision = (typeof itemDecisions)[number];

/** How carrying a decision out ended: done by it; already so; the token had been deleted meanwhile. */
export const outcomes = ["done", "already", "gone"] as const;
export type Outcome = (typeof outcomes)[number];

/** True for decisions that change the token: somebody has to carry them out. */
export function changesToken(decision: ItemDecision): decision is "disable" | "revoke" {
  return decision === "disable" || decision === "revoke";
}
