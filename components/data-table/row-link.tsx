import Link from "next/link";
import type { ComponentProps } from "react";
import { cn } from "@/components/ui/cn";

/** The row's name, in the direction of its own script but always at the left, as the real link to its page: what j/k focus, Enter opens and screen readers list. One per row; not prefetched, for a page has fifty. */
export function RowLink({ className, ...rest }: ComponentProps<typeof Link>) {
  return (
    <Link
      prefetch={false}
      dir="auto"
      {...rest}
      data-row-link
      className={cn(
        "block max-w-full truncate text-left rounded-sm font-medium hover:underline focus-visible:underline pointer-coarse:relative pointer-coarse:-my-3 pointer-coarse:py-3",
        className,
      )}
    />
  );
}
