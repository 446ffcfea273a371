import { stoppedWords } from "@/components/account/stopped-words";
import { Section } from "@/components/ui/section";
import { Status } from "@/components/ui/status";
import { findStopped, type PlanUse } from "@/domain/access/plan-use";
import { type Plan, planIncludes, planName, plans, plansWith } from "@/domain/access/plans";
import { listedTokenTypeNames, typeRule } from "@/domain/tokens/types";

const labelsOf = (plan: Plan) =>
  listedTokenTypeNames.filter((type) => typeRule(type).plan === plan).map((type) => typeRule(type).label);

/** What each plan adds, and what of it the account has. */
export function PlanContents({ plan, use }: { plan: Plan; use: PlanUse }) {
  const stopped = stoppedWords(findStopped(use, plan));
  return (
    <Section title={`${planName(plan)} plan`}>
      <ul className="border-t">
        {plans.map((each) => {
          const labels = labelsOf(each);
          const isIncluded = planIncludes(plan, each);
          const what = `${labels.join(", ")} tokens${each === "platform" ? " and API clients" : ""}`;
          return (
            <li
              key={each}
              className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-0.5 border-b py-2.5 sm:grid-cols-[minmax(0,1fr)_12rem_7.5rem]"
            >
              <span className="max-sm:col-span-2">{what.replace("API key", "API keys")}</span>
              <span className="text-muted text-sm">
                {each === plans[0] ? "In every plan" : plansWith(each)}
              </span>
              <Status tone={isIncluded ? "ok" : "neutral"}>{isIncluded ? "Included" : "Not included"}</Status>
            </li>
          );
        })}
      </ul>
      {stopped ? (
        <p className="text-bad">
          Refused under this plan: {stopped}. They are kept, and work again when the plan includes them.
        </p>
      ) : null}
    </Section>
  );
}
