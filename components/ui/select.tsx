import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** The browser's own select in our look: right on touch, by keyboard and in plain forms. Children are `<option>`. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cn("relative block min-w-0", className)}>
      <select
        {...rest}
        className="control h-8.5 w-full min-w-0 appearance-none truncate pr-8 pl-2.5 pointer-coarse:h-11"
      >
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="icon pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
