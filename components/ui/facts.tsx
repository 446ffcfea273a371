import type { ReactNode } from "react";
import { cn } from "./cn";

/** Names and values down a page, as "Details" on a token's page. */
export function Facts({
  items,
  className,
}: {
  items: readonly { label: string; value: ReactNode; mono?: boolean }[];
  className?: string;
}) {
  return (
    <dl className={cn("grid grid-cols-[minmax(6rem,2fr)_3fr] gap-x-4 gap-y-2", className)}>
      {items.map((item) => (
        <div key={item.label} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted text-sm">{item.label}</dt>
          <dd className={cn("wrap-anywhere min-w-0 text-sm", item.mono && "font-mono")}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
