import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A one-line text field. Give it a name through `Field`, or an aria-label. */
export function Input({ className, mono, ...rest }: ComponentProps<"input"> & { mono?: boolean }) {
  return (
    <input
      autoComplete="off"
      {...rest}
      className={cn(
        "control h-8.5 w-full min-w-0 px-2.5 pointer-coarse:h-11",
        mono && "font-mono",
        className,
      )}
    />
  );
}
