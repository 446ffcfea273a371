import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { type Plan, planIncludes, planName, plansWith } from "@/domain/access/plans";

/** Which plan something needs, where the account has less; nothing where it is included. */
export function PlanNote({ what, needed, plan }: { what: string; needed: Plan; plan: Plan }) {
  if (planIncludes(plan, needed)) return null;
  return (
    <Callout
      title={`${what} need the ${plansWith(needed)} plan`}
      action={
        <TextLink href="/account/limits" className="text-sm">
          Plan and limits
        </TextLink>
      }
    >
      This account has the {planName(plan)} plan. Those that exist are kept, and calls with them are refused.
    </Callout>
  );
}
