"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** From day to day (UTC), the last one not included; empty: from the beginning, up to now. */
export type UsagePeriod = { readonly from: string; readonly to: string };

/** The usage of all time. */
export const allUsage: UsagePeriod = { from: "", to: "" };

/** The period as the export's filter has it. */
export function usageFilter({ from, to }: UsagePeriod): Readonly<Record<string, string>> {
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

/** Of which days usage is exported. */
export function UsagePeriodFields({
  period,
  errors,
  onChange,
}: {
  period: UsagePeriod;
  errors: Readonly<Record<string, string>> | undefined;
  onChange: (period: UsagePeriod) => void;
}) {
  // The server says the same by the names of its parameters.
  const isBackwards = period.from !== "" && period.to !== "" && period.to <= period.from;
  const said = isBackwards ? { to: "It must lie after the first day." } : errors;
  const field = (name: keyof UsagePeriod, label: string, hint: string) => (
    <Field label={label} hint={hint} error={said?.[name]}>
      {(control) => (
        <Input
          {...control}
          type="date"
          name={name}
          value={period[name]}
          onChange={(event) => onChange({ ...period, [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {field("from", "From", "From this day on (UTC). Empty: from the beginning.")}
      {field("to", "Before", "Up to the day before (UTC). Empty: up to now.")}
    </div>
  );
}
