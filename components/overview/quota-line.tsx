import { formatCount } from "@/components/ui/format-count";
import { Progress } from "@/components/ui/progress";
import { Section } from "@/components/ui/section";
import type { Overview } from "@/domain/overview/overview";

/** Today's calls of the daily quota (as many as licensed assets); amber from 80 %, red from 95 %. */
export function QuotaLine({ quota }: { quota: Overview["quota"] }) {
  const share = quota.limit === 0 ? 1 : quota.today / quota.limit;
  const tone = share >= 0.95 ? "bad" : share >= 0.8 ? "warn" : "accent";
  return (
    <Section title="Calls today">
      <div className="grid gap-2">
        <Progress
          label="Calls today, of the daily quota"
          value={Math.min(quota.today, quota.limit)}
          max={Math.max(1, quota.limit)}
          tone={tone}
        />
        <p className="text-muted text-sm tabular-nums">
          {formatCount(quota.today)} of {formatCount(quota.limit)} licensed, since midnight UTC
        </p>
      </div>
    </Section>
  );
}
