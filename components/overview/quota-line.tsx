import { QuotaBar } from "@/components/account/quota-bar";
import { formatCount } from "@/components/ui/format-count";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { Overview } from "@/domain/overview/overview";

/** Today's calls of the daily quota (as many as licensed assets). */
export function QuotaLine({ quota }: { quota: Overview["quota"] }) {
  return (
    <Section
      title="Calls today"
      actions={
        <TextLink href="/account/limits" className="text-sm">
          Plan and limits
        </TextLink>
      }
    >
      <div className="grid gap-2">
        <QuotaBar used={quota.today} limit={quota.limit} />
        <p className="text-muted text-sm tabular-nums">
          {formatCount(quota.today)} of {formatCount(quota.limit)} licensed, since midnight UTC
        </p>
      </div>
    </Section>
  );
}
