import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import type { AccountUsage } from "@/domain/limits/account-usage";

/** The limits of the account, each with what is counted and what happens beyond it. */
export function LimitFacts({ usage }: { usage: AccountUsage }) {
  const limits = [
    {
      label: "A day",
      value: `${formatCount(usage.licensedAssets)} calls`,
      words: "As many as licensed assets, from midnight to midnight UTC.",
    },
    {
      label: "A minute",
      value: `${formatCount(usage.requestsPerMinute)} calls`,
      words: "Across all users and tokens of the account.",
    },
    {
      label: "From one address",
      value: `${formatCount(usage.requestsPerIp)} requests in 5 minutes`,
      words: "Counted whether the token is good or not.",
    },
  ];
  return (
    <Section
      title="Limits"
      description="A call beyond one of them is answered 429, with Retry-After saying how long to wait."
    >
      <dl className="border-t">
        {limits.map(({ label, value, words }) => (
          <div key={label} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b py-2.5">
            <dt className="basis-36 text-muted">{label}</dt>
            <dd className="basis-60 font-medium tabular-nums">{value}</dd>
            <dd className="min-w-0 flex-1 basis-60 text-muted text-sm">{words}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
