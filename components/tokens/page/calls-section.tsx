"use client";

import { useState } from "react";
import { BarChart, type ChartBar, ChartKey } from "@/components/ui/bar-chart";
import { formatCount } from "@/components/ui/format-count";
import { formatDay, formatMinute } from "@/components/ui/format-time";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import type { UseSpan } from "@/domain/tokens/token-views";
import { fillUse, refusalsByVerdict, type UseBar } from "@/domain/tokens/use-bars";

type Unit = "hour" | "day";

/** Calls by hour or by day, refusals by verdict. */
export function CallsSection({
  hours,
  days,
  now,
  title = "Calls",
}: {
  hours: readonly UseSpan[];
  days: readonly UseSpan[];
  now: Date;
  title?: string;
}) {
  const [unit, setUnit] = useState<Unit>("hour");
  const spans = unit === "hour" ? hours : days;
  const bars = fillUse(spans, unit, now);
  const refusals = refusalsByVerdict(spans);
  const valid = bars.reduce((sum, bar) => sum + bar.valid, 0);
  const refused = bars.reduce((sum, bar) => sum + bar.refused, 0);
  return (
    <Section
      title={title}
      actions={
        <Select
          aria-label="Period"
          value={unit}
          onChange={(event) => setUnit(event.target.value as Unit)}
          className="w-28"
        >
          <option value="hour">2 days</option>
          <option value="day">30 days</option>
        </Select>
      }
    >
      <BarChart
        className="mt-3"
        title={
          unit === "hour" ? `${title} in the last 2 days, by hour` : `${title} in the last 30 days, by day`
        }
        bars={bars.map((bar) => chartBar(bar, unit))}
        legend={
          <>
            <ChartKey className="bg-bar">valid {formatCount(valid)}</ChartKey>
            <ChartKey className="bg-bad">
              refused {formatCount(refused)}
              {refusals.length > 0
                ? `: ${refusals.map(({ verdict, count }) => `${verdict} ${formatCount(count)}`).join(", ")}`
                : ""}
            </ChartKey>
          </>
        }
      />
    </Section>
  );
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function chartBar(bar: UseBar, unit: Unit): ChartBar {
  const counts = { valid: bar.valid, refused: bar.refused };
  if (unit === "day") {
    const day = formatDay(bar.from);
    return { ...counts, label: day, tick: bar.from.getUTCDay() === 1 ? day.replace(/ \d+$/, "") : undefined };
  }
  const hour = bar.from.getUTCHours();
  const clock = `${String(hour).padStart(2, "0")}:00`;
  const tick = hour === 0 ? `${weekdays[bar.from.getUTCDay()]} ${clock}` : hour % 6 === 0 ? clock : undefined;
  return { ...counts, label: formatMinute(bar.from), tick };
}
