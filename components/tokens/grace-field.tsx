import { formatMinute } from "@/components/ui/format-time";
import { RadioCards } from "@/components/ui/radio-cards";
import { graceSeconds } from "@/domain/tokens/bounds";

const graceNames: Record<number, string> = {
  0: "Now",
  3600: "In 1 hour",
  86400: "In 24 hours",
  604800: "In 7 days",
};

/** When an old secret ends: at once, as Zorus does it, or after a grace period that never outlives the token. */
export function GraceField({
  legend,
  seconds,
  onChange,
  expiresAt,
  now,
}: {
  legend: string;
  seconds: number;
  onChange: (seconds: number) => void;
  expiresAt: Date | null;
  now: Date;
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
        label: graceNames[grace],
        description: grace === 0 ? "The old secret is refused at once." : graceWords(endOf(grace), expiresAt),
        meta: grace === 0 ? undefined : formatMinute(endOf(grace)),
      }))}
    />
  );
}

function graceWords(end: Date, expiresAt: Date | null): string {
  return expiresAt && end.getTime() === expiresAt.getTime()
    ? "Both secrets work until the token expires."
    : "Both secrets work until then.";
}
