import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A link in running text. */
export function TextLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      prefetch={false}
      {...rest}
      className={cn(
        "rounded-sm text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-current",
        className,
      )}
    />
  );
}
