import type { ReactNode } from "react";
import { cn } from "./cn";

export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        "inline-grid h-4.5 min-w-4.5 place-items-center rounded-sm border bg-sub px-1 font-sans text-muted text-xs leading-none",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
