import { formatMinute } from "@/components/ui/format-time";
import { RadioCards } from "@/components/ui/radio-cards";
import { graceSeconds, graceSecondsMax } from "@/domain/tokens/bounds";
import { graceWords } from "@/domain/tokens/policy";

/** When an old secret ends: at once, as Zorus does it, or after a grace period that never outlives the token. */
export function GraceField({
  legend,
  seconds,
  onChange,
  expiresAt,
  now,
  secondsMax = graceSecondsMax,
}: {
  legend: string;
  seconds: number;
  onChange: (seconds: number) => void;
  expiresAt: Date | null;
  now: Date;
  /** The longest that the account's token policy allows, where it has a say. */
  secondsMax?: number;
}) {
  const endOf = (grace: number) => {
    const end = new Date(now.getTime() + grace * 1000);
    return expiresAt && expiresAt < end ? expiresAt : end;
  };
  return (
    <RadioCards
      legend={legend}
      name="grace"
      value={String(seconds)}
      onChange={(event) => onChange(Number(event.target.value))}
      options={graceSeconds.map((grace) => ({
        value: String(grace),
        label: grace === 0 ? "Now" : `In ${graceWords(grace)}`,
        description: grace === 0 ? "The old secret is refused at once." : untilWords(endOf(grace), expiresAt),
        disabledReason: grace > secondsMax ? tooLong : null,
        meta: grace === 0 ? undefined : formatMinute(endOf(grace)),
      }))}
    />
  );
}

/** Why a grace period cannot be chosen. */
export const tooLong = "Longer than the account’s token policy allows.";

function untilWords(end: Date, expiresAt: Date | null): string {
  return expiresAt && end.getTime() === expiresAt.getTime()
    ? "Both secrets work until the token expires."
    : "Both secrets work until then.";
}
