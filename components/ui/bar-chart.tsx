import type { ReactNode } from "react";
import { cn } from "./cn";
import { formatCount } from "./format-count";
import { niceCeiling } from "./nice-ceiling";
import { ScrollRegion } from "./scroll-region";

export type ChartBar = {
  /** The whole name of the slot, for the tooltip and the table: "Thu 20 Nov, 13:00 UTC". */
  label: string;
  /** A word under the axis; leave it out on most bars. */
  tick?: string;
  valid: number;
  refused: number;
};

/** In pixels; the class `h-37` says it again. */
const plot = 148;
const gap = 2;
/** In percent of the width: from here on a word under the axis has no room to its right on a phone. */
const lastStart = 86;

/** Calls by hour or day, valid below and refused on top, drawn on the server, with the figures as a table. */
export function BarChart({
  bars,
  title,
  legend,
  className,
}: {
  bars: readonly ChartBar[];
  /** Says what the picture shows: "Calls in the last 2 days". */
  title: string;
  /** Replaces the totals under the chart. */
  legend?: ReactNode;
  className?: string;
}) {
  const valid = bars.reduce((sum, bar) => sum + bar.valid, 0);
  const refused = bars.reduce((sum, bar) => sum + bar.refused, 0);
  const top = niceCeiling(Math.max(...bars.map((bar) => bar.valid + bar.refused), 1));
  const slot = 100 / Math.max(1, bars.length);
  return (
    <figure className={cn("min-w-0", className)}>
      <div className="flex gap-2">
        <svg
          role="img"
          aria-label={`${title}: ${formatCount(valid)} valid, ${formatCount(refused)} refused. The figures are in the table below.`}
          height={plot + 24}
          className="block min-w-0 flex-1 overflow-visible"
        >
          {[1, 0.5].map((share) => (
            <line
              key={share}
              x1="0"
              x2="100%"
              y1={plot * (1 - share) + 0.5}
              y2={plot * (1 - share) + 0.5}
              className="stroke-line"
            />
          ))}
          {bars.map((bar, index) => (
            <Bar key={bar.label} bar={bar} x={index * slot} width={slot} top={top} />
          ))}
          <line x1="0" x2="100%" y1={plot + 0.5} y2={plot + 0.5} className="stroke-line" />
          {bars
            .map((bar, index) => ({ tick: bar.tick, x: index * slot, key: bar.label }))
            .filter((bar) => bar.tick)
            .map((bar, order) => (
              <text
                key={bar.key}
                // A word that begins at the right edge would end past it: there it ends with its bar.
                x={`${bar.x > lastStart ? bar.x + slot : bar.x}%`}
                textAnchor={bar.x > lastStart ? "end" : "start"}
                y={plot + 18}
                className={cn("fill-muted text-xs", order % 2 === 1 && "max-sm:hidden")}
              >
                {bar.tick}
              </text>
            ))}
        </svg>
        {/* Each beside its line: one at the top of the plot, one half-way down. */}
        <div
          aria-hidden="true"
          className="grid h-37 shrink-0 grid-rows-2 text-right text-muted text-xs tabular-nums"
        >
          {[1, 0.5].map((share) => (
            <span key={share} className="-mt-2">
              {formatCount(top * share)}
            </span>
          ))}
        </div>
      </div>
      <figcaption className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm">
        {legend ?? (
          <>
            <ChartKey className="bg-bar">valid {formatCount(valid)}</ChartKey>
            <ChartKey className="bg-bad">refused {formatCount(refused)}</ChartKey>
          </>
        )}
      </figcaption>
      <details className="mt-2 text-sm">
        <summary className="w-fit rounded-sm text-muted hover:text-ink">Show as table</summary>
        <ScrollRegion label={`${title}, table`} className="mt-2 max-h-72 overflow-auto">
          <table className="w-full max-w-120">
            <thead>
              <tr className="border-b text-left text-muted">
                <th className="py-1.5 font-medium">Time</th>
                <th className="py-1.5 text-right font-medium">Valid</th>
                <th className="py-1.5 text-right font-medium">Refused</th>
              </tr>
            </thead>
            <tbody>
              {bars.map((bar) => (
                <tr key={bar.label} className="border-b">
                  <td className="py-1">{bar.label}</td>
                  <td className="py-1 text-right">{formatCount(bar.valid)}</td>
                  <td className="py-1 text-right">{formatCount(bar.refused)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      </details>
    </figure>
  );
}

/** A colour and its words, for a legend of one's own. */
export function ChartKey({ className, children }: { className: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-baseline gap-1.5">
      <span
        aria-hidden="true"
        className={cn("size-2.5 shrink-0 rounded-[3px] forced-color-adjust-none", className)}
      />
      {children}
    </span>
  );
}

function Bar({ bar, x, width, top }: { bar: ChartBar; x: number; width: number; top: number }) {
  const scale = (value: number) => (value === 0 ? 0 : Math.max(2, (value / top) * plot));
  const good = scale(bar.valid);
  const bad = scale(bar.refused);
  const between = good > 0 && bad > 0 ? gap : 0;
  const column = { x: `${x + width * 0.08}%`, width: `${width * 0.84}%`, rx: 2 };
  return (
    <g>
      <title>{`${bar.label}: ${formatCount(bar.valid)} valid, ${formatCount(bar.refused)} refused`}</title>
      <rect
        x={`${x}%`}
        width={`${width}%`}
        y="0"
        height={plot}
        className="fill-transparent hover:fill-hover"
      />
      <rect {...column} y={plot - good} height={good} className="pointer-events-none fill-bar" />
      <rect
        {...column}
        y={Math.max(0, plot - good - between - bad)}
        height={bad}
        className="pointer-events-none fill-bad"
      />
    </g>
  );
}
