"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { AuditUrlState, useAuditUrl } from "@/components/audit/use-audit-url";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { formatDay } from "@/components/ui/format-time";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import type { AuditPeriod } from "@/domain/audit/query-choices";

const periods: Record<AuditPeriod, string> = {
  "24h": "last 24 hours",
  "7d": "last 7 days",
  "30d": "last 30 days",
  "90d": "last 90 days",
  "365d": "last year",
};

/** The time range: one of the usual ones, or from day to day (UTC, the last day not included). */
export function PeriodFilter({
  state,
  set,
}: {
  state: AuditUrlState;
  set: ReturnType<typeof useAuditUrl>["set"];
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Filter by time"
      open={open}
      onOpenChange={setOpen}
      className="w-64"
      trigger={
        <button
          type="button"
          className={cn(buttonClass({ variant: "secondary" }), "max-w-72 px-2.5 [&>svg]:icon")}
        >
          Time <span className="-ml-0.5 truncate text-accent">{said(state)}</span>
          <ChevronDown aria-hidden="true" />
        </button>
      }
    >
      <div className="grid gap-1">
        {(Object.keys(periods) as AuditPeriod[]).map((period) => (
          <Button
            key={period}
            variant="ghost"
            size="sm"
            aria-pressed={state.period === period}
            className={cn("justify-start text-ink", state.period === period && "bg-accent-soft")}
            onClick={() => {
              set({ period, from: null, to: null });
              setOpen(false);
            }}
          >
            {periods[period]}
          </Button>
        ))}
        <Button
          variant="ghost"
          size="sm"
          className="justify-start text-ink"
          onClick={() => {
            set({ period: null, from: null, to: null });
            setOpen(false);
          }}
        >
          all
        </Button>
      </div>
      <form
        className="mt-2 grid gap-2 border-t pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          const data = new FormData(event.currentTarget);
          set({ period: null, from: String(data.get("from")) || null, to: String(data.get("to")) || null });
          setOpen(false);
        }}
      >
        <Field label="From">
          {(control) => <Input {...control} type="date" name="from" defaultValue={state.from.slice(0, 10)} />}
        </Field>
        <Field label="Before">
          {(control) => <Input {...control} type="date" name="to" defaultValue={state.to.slice(0, 10)} />}
        </Field>
        <Button type="submit" size="sm">
          Apply
        </Button>
      </form>
    </Popover>
  );
}

function said(state: AuditUrlState): string {
  if (state.period in periods) return periods[state.period as AuditPeriod];
  const from = Date.parse(state.from);
  const to = Date.parse(state.to);
  const words = [
    Number.isNaN(from) ? "" : `from ${formatDay(new Date(from))}`,
    Number.isNaN(to) ? "" : `before ${formatDay(new Date(to))}`,
  ].filter(Boolean);
  return words.join(" ") || "all";
}
