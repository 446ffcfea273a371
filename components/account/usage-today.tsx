import { QuotaBar } from "@/components/account/quota-bar";
import { formatCount } from "@/components/ui/format-count";
import { formatRelative } from "@/components/ui/format-time";
import { DateTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Table, Td, Th } from "@/components/ui/table";
import type { AccountUsage } from "@/domain/limits/account-usage";

/** What was called today, as the API's own headers say it. */
export function UsageToday({ usage, now }: { usage: AccountUsage; now: Date }) {
  const { usedToday, licensedAssets, total, resetAt } = usage;
  const left = Math.max(0, licensedAssets - usedToday);
  const figures = [
    { label: "Calls today", value: usedToday, header: "X-API-Usage-Today" },
    { label: "Daily limit", value: licensedAssets, header: "X-API-Usage-Limit" },
    { label: "Left today", value: left, header: "X-API-Usage-Remaining" },
    { label: "Calls ever", value: total, header: "X-API-Usage-Total" },
  ];
  return (
    <Section
      title="Calls today"
      description={
        <>
          As many calls a day as licensed assets, shared by all tokens of the account. Refused calls do not
          count.
        </>
      }
    >
      <div className="grid gap-2">
        <QuotaBar used={usedToday} limit={licensedAssets} />
        <p className="tabular-nums">
          <strong className="font-semibold">{formatCount(usedToday)}</strong> of {formatCount(licensedAssets)}
          , {formatCount(left)} left. Counted anew from midnight UTC, {formatRelative(resetAt, now)} (
          <DateTime at={resetAt} precision="minute" />
          ).
        </p>
      </div>
      <Table label="Figures of today">
        <thead>
          <tr>
            <Th>Figure</Th>
            <Th numeric>Now</Th>
            <Th>In the header of each answer</Th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ label, value, header }) => (
            <tr key={header}>
              <Td>{label}</Td>
              <Td numeric className="tabular-nums">
                {formatCount(value)}
              </Td>
              <Td>
                <code className="font-mono text-sm">{header}</code>
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}
