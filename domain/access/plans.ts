/** Plans from least to most (runZero: Community, Professional, Platform). */
export const plans = ["community", "professional", "platform"] as const;

export type Plan = (typeof plans)[number];

/** True when `plan` includes what `needed` includes. */
export function planIncludes(plan: Plan, needed: Plan): boolean {
  return plans.indexOf(plan) >= plans.indexOf(needed);
}
