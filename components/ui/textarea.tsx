import type { ComponentProps } from "react";
import { cn } from "./cn";

export function Textarea({
  className,
  mono,
  rows = 3,
  ...rest
}: ComponentProps<"textarea"> & { mono?: boolean }) {
  return (
    <textarea
      {...rest}
      rows={rows}
      className={cn("control block w-full min-w-0 resize-y px-2.5 py-1.5", mono && "font-mono", className)}
    />
  );
}
