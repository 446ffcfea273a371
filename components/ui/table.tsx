import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { ScrollRegion } from "./scroll-region";

/** A plain table for short lists on server pages. Long lists with filters use `components/data-table`. */
export function Table({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <ScrollRegion label={label} className={cn("overflow-x-auto", className)}>
      <table className="w-full">{children}</table>
    </ScrollRegion>
  );
}

type Cell = { numeric?: boolean };

export function Th({ numeric, className, ...rest }: ComponentProps<"th"> & Cell) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        "h-10 border-b pr-4 text-left font-medium text-muted text-sm last:pr-2",
        numeric && "text-right",
        className,
      )}
    />
  );
}

export function Td({ numeric, className, ...rest }: ComponentProps<"td"> & Cell) {
  return (
    <td {...rest} className={cn("h-10 border-b py-2 pr-4 last:pr-2", numeric && "text-right", className)} />
  );
}
