import type { ReactNode } from "react";

/** Content wider or taller than its place. A region that scrolls must be reachable, and named, by keyboard. */
export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the arrow keys cannot scroll the region
    <section tabIndex={0} aria-label={label} className={className}>
      {children}
    </section>
  );
}
