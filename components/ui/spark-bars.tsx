import { cn } from "./cn";
import { formatCount } from "./format-count";

export type UsageBar = { valid: number; refused: number };

const barWidth = 2;
const step = 3;
const height = 22;

/** 24 hours at a glance, drawn on the server. Refused calls are red and stand on top. */
export function SparkBars({
  bars,
  period = "the last 24 hours",
  className,
}: {
  bars: readonly UsageBar[];
  period?: string;
  className?: string;
}) {
  const most = Math.max(1, ...bars.map((bar) => bar.valid + bar.refused));
  const valid = bars.reduce((sum, bar) => sum + bar.valid, 0);
  const refused = bars.reduce((sum, bar) => sum + bar.refused, 0);
  const text =
    valid + refused === 0
      ? `No calls in ${period}`
      : `${formatCount(valid + refused)} calls in ${period}, ${formatCount(refused)} refused`;
  const width = bars.length * step - (step - barWidth);
  const scale = (value: number) => (value === 0 ? 0 : Math.max(1.5, (value / most) * height));
  return (
    <svg
      role="img"
      width={width}
      height={height}
      className={cn("block shrink-0", className)}
      aria-label={text}
    >
      <title>{text}</title>
      {bars.map((bar, index) => {
        const x = index * step;
        const good = scale(bar.valid);
        const bad = Math.min(scale(bar.refused), height);
        const top = Math.max(0, height - good - bad);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its hour
          <g key={index}>
            {good + bad === 0 ? (
              <rect x={x} y={height - 1} width={barWidth} height={1} className="fill-line" />
            ) : (
              <>
                <rect x={x} y={height - good} width={barWidth} height={good} className="fill-spark" />
                <rect x={x} y={top} width={barWidth} height={bad} className="fill-bad" />
              </>
            )}
          </g>
        );
      })}
    </svg>
  );
}
