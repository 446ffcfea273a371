/** Plans from least to most (runZero: Community, Professional, Platform). */
export const plans = ["community", "professional", "platform"] as const;

export type Plan = (typeof plans)[number];

/** True when `plan` includes what `needed` includes. */
export function planIncludes(plan: Plan, needed: Plan): boolean {
  return plans.indexOf(plan) >= plans.indexOf(needed);
}

const names: Record<Plan, string> = {
  community: "Community",
  professional: "Professional",
  platform: "Platform",
};

/** The name of a plan within a sentence. */
export function planName(plan: Plan): string {
  return names[plan];
}

/** The plans that include what `needed` includes, in words: "Professional or Platform". */
export function plansWith(needed: Plan): string {
  return plans
    .filter((plan) => planIncludes(plan, needed))
    .map(planName)
    .join(" or ");
}
