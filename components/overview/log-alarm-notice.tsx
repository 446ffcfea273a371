import { Callout } from "@/components/ui/callout";
import { TextLink } from "@/components/ui/text-link";
import { type LogAlarm, logAlarms } from "@/domain/audit/log-alarm";

/** Says that the account's audit log is not what was signed: what nobody should learn only from an auditor. */
export function LogAlarmNotice({ alarm }: { alarm: LogAlarm | null }) {
  if (alarm === null) return null;
  return (
    <Callout
      tone="bad"
      role="status"
      className="mb-4"
      title="The audit log raises an alarm"
      action={<TextLink href="/audit">Open the audit log</TextLink>}
    >
      {logAlarms[alarm]}
    </Callout>
  );
}
