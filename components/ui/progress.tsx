import { cn } from "./cn";

/** How far long work is. Leave `value` out while that is unknown. */
export function Progress({
  label,
  value,
  max = 100,
  tone = "accent",
  className,
}: {
  label: string;
  value?: number;
  max?: number;
  tone?: "accent" | "warn" | "bad";
  className?: string;
}) {
  const fill = {
    accent: "[&::-moz-progress-bar]:bg-accent [&::-webkit-progress-value]:bg-accent",
    warn: "[&::-moz-progress-bar]:bg-warn [&::-webkit-progress-value]:bg-warn",
    bad: "[&::-moz-progress-bar]:bg-bad [&::-webkit-progress-value]:bg-bad",
  }[tone];
  return (
    <progress
      aria-label={label}
      value={value}
      max={max}
      className={cn(
        "block h-1.5 w-full appearance-none overflow-hidden rounded-full bg-hover forced-colors:appearance-auto",
        "indeterminate:animate-breathe indeterminate:bg-accent",
        "[&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:rounded-full [&::-moz-progress-bar]:rounded-full",
        fill,
        className,
      )}
    />
  );
}
