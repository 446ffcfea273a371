import { type Plan, planIncludes, planName, plansWith } from "@/domain/access/plans";
import { done, type Result } from "@/domain/result";
import { refuseWith } from "@/services/kernel/act";

/** Refuses what the account's plan does not include: `plan_required`, naming `what` ("API clients") and the plans that do. */
export function requirePlan(plan: Plan, needed: Plan, what: string): Result<null> {
  if (planIncludes(plan, needed)) return done(null);
  return refuseWith(
    "plan_required",
    `${what} need the ${plansWith(needed)} plan; this account has the ${planName(plan)} plan.`,
  );
}
