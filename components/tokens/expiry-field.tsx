"use client";

import { useTokenPolicy } from "@/components/tokens/token-policy";
import { Field } from "@/components/ui/field";
import { formatDay, formatMinute } from "@/components/ui/format-time";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { dayBounds, decideExpiry, type ExpiryChoice, presetDaysWithin } from "@/domain/tokens/expiry-choice";
import { lifetimeWords } from "@/domain/tokens/policy";

const keyOf = (choice: ExpiryChoice) => (choice.kind === "days" ? `days-${choice.days}` : choice.kind);

const presetName = (days: number) => (days === 365 ? "1 year" : lifetimeWords(days));

/** Presets with the day they lead to, or a day of one's own; none beyond the account's longest life. */
export function ExpiryField({
  value,
  onChange,
  now,
  current,
  error,
  label = "Expiry",
}: {
  value: ExpiryChoice;
  onChange: (choice: ExpiryChoice) => void;
  now: Date;
  /** The expiry that the token has now; leave out for a new token. */
  current?: Date | null;
  error?: string | null;
  label?: string;
}) {
  const expiresAt = decideExpiry(value, now, current ?? null);
  const { lifetimeDaysMax } = useTokenPolicy();
  const days = dayBounds(lifetimeDaysMax, now);
  const words =
    expiresAt === undefined
      ? "Choose the last day on which it works."
      : expiresAt === null
        ? "It works until it is disabled or revoked."
        : `It works until ${formatMinute(expiresAt)}.`;
  return (
    <Field
      label={label}
      error={error}
      hint={
        lifetimeDaysMax === null
          ? words
          : `${words} The account’s token policy allows at most ${lifetimeWords(lifetimeDaysMax)} from now.`
      }
    >
      {(control) => (
        <div className="flex flex-wrap gap-2">
          <Select
            {...control}
            className="min-w-0 flex-1 basis-56"
            value={keyOf(value)}
            onChange={(event) => onChange(choiceOf(event.target.value))}
          >
            {current === undefined ? null : (
              <option value="keep">
                {current === null ? "Keep: no expiry" : `Keep ${formatMinute(current)}`}
              </option>
            )}
            {current === null || lifetimeDaysMax !== null ? null : <option value="never">No expiry</option>}
            {presetDaysWithin(lifetimeDaysMax).map((days) => (
              <option key={days} value={`days-${days}`}>
                {presetName(days)} – {formatDay(new Date(now.getTime() + days * 86_400_000))}
              </option>
            ))}
            {days ? <option value="on">On a day…</option> : null}
          </Select>
          {value.kind === "on" ? (
            <Input
              type="date"
              aria-label="Last day, in UTC"
              className="w-40 flex-none"
              min={days?.first}
              max={days?.last}
              value={value.day}
              onChange={(event) => onChange({ kind: "on", day: event.target.value })}
            />
          ) : null}
        </div>
      )}
    </Field>
  );
}

function choiceOf(key: string): ExpiryChoice {
  if (key === "keep" || key === "never") return { kind: key };
  if (key === "on") return { kind: "on", day: "" };
  return { kind: "days", days: Number(key.slice("days-".length)) };
}
