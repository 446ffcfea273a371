import type { ReactNode } from "react";
import { cn } from "./cn";
import type { Tone } from "./tone";

const look: Record<Tone | "accent", string> = {
  neutral: "bg-sub text-muted border-line",
  ok: "bg-ok-soft text-ok border-ok/20",
  warn: "bg-warn-soft text-warn border-warn/20",
  bad: "bg-bad-soft text-bad border-bad/20",
  accent: "bg-accent-soft text-accent border-accent/20",
};

/** A small label for a kind or a mark ("Default", "Professional"). For states use `Status`. */
export function Badge({
  tone = "neutral",
  children,
  className,
}: {
  tone?: Tone | "accent";
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 whitespace-nowrap rounded-md border px-1.5 font-medium text-xs leading-4.5 [&>svg]:icon [&>svg]:size-3",
        look[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
