import Link from "next/link";
import { cn } from "./cn";
import { formatCount } from "./format-count";
import type { Tone } from "./tone";

const dot: Record<Tone, string> = { neutral: "bg-field", ok: "bg-ok", warn: "bg-warn", bad: "bg-bad" };

/** A figure that is a filter: "12 expire within 14 days". */
export function StatChip({
  count,
  exact = true,
  label,
  href,
  tone = "neutral",
  active = false,
}: {
  count: number;
  /** False: there are more than `count`. */
  exact?: boolean;
  label: string;
  href: string;
  tone?: Tone;
  /** The filter is the one applied now. */
  active?: boolean;
}) {
  return (
    <Link
      href={href}
      scroll={false}
      prefetch={false}
      aria-current={active ? "true" : undefined}
      className={cn(
        "inline-flex h-6.5 items-center gap-1.5 whitespace-nowrap rounded-md border px-2 text-sm transition-colors hover:bg-hover pointer-coarse:h-11 pointer-coarse:px-3",
        active && "border-accent bg-accent-soft",
      )}
    >
      <span aria-hidden="true" className={cn("size-1.5 rounded-full forced-color-adjust-none", dot[tone])} />
      <span className="font-semibold tabular-nums">
        {formatCount(count)}
        {exact ? "" : "+"}
      </span>
      {label}
    </Link>
  );
}
