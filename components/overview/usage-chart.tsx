import { gridHref } from "@/components/tokens/grid-href";
import { BarChart, ChartKey } from "@/components/ui/bar-chart";
import { formatCount } from "@/components/ui/format-count";
import { formatDay } from "@/components/ui/format-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { overviewDays, type UsageDay } from "@/domain/overview/overview";

const validOf = (day: UsageDay) => day.verdicts.valid ?? 0;
const refusedOf = (day: UsageDay) =>
  Object.entries(day.verdicts).reduce(
    (sum, [verdict, count]) => (verdict === "valid" ? sum : sum + count),
    0,
  );

/** Requests and refusals of all tokens by day, with the reasons of the refusals in words. */
export function UsageChart({ usage }: { usage: readonly UsageDay[] }) {
  const valid = usage.reduce((sum, day) => sum + validOf(day), 0);
  const reasons = sumReasons(usage);
  const refused = reasons.reduce((sum, [, count]) => sum + count, 0);
  const named = reasons.slice(0, 4).map(([verdict, count]) => `${verdict} ${formatCount(count)}`);
  return (
    <Section
      title={`Requests in the last ${overviewDays} days`}
      actions={
        <TextLink href={gridHref({ lastUsed: "30d" })} className="text-sm">
          Tokens used
        </TextLink>
      }
    >
      <BarChart
        title={`Requests in the last ${overviewDays} days`}
        bars={usage.map((day) => ({
          label: `${formatDay(day.day)} UTC`,
          // Mondays, so that weekends can be told.
          ...(day.day.getUTCDay() === 1 ? { tick: formatDay(day.day).replace(/ \d{4}$/, "") } : {}),
          valid: validOf(day),
          refused: refusedOf(day),
        }))}
        legend={
          <>
            <ChartKey className="bg-bar">valid {formatCount(valid)}</ChartKey>
            <ChartKey className="bg-bad">
              refused {formatCount(refused)}
              {named.length > 0 ? `: ${named.join(", ")}` : ""}
            </ChartKey>
          </>
        }
      />
    </Section>
  );
}

function sumReasons(usage: readonly UsageDay[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const day of usage) {
    for (const [verdict, count] of Object.entries(day.verdicts)) {
      if (verdict !== "valid") sums.set(verdict, (sums.get(verdict) ?? 0) + count);
    }
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}
