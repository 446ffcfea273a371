"use client";

import { ListFilter } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";

/**
 * Search, filters, and controls at the right, which stay in their place however many rows the filters come to take. Where it is
 * narrow, filters and controls wait behind one button.
 */
export function ToolbarRow({
  search,
  filters,
  set,
  end,
}: {
  search: ReactNode;
  filters: ReactNode;
  /** How many filters are set. */
  set: number;
  end: ReactNode;
}) {
  const [unfolded, setUnfolded] = useState(false);
  const id = useId();
  return (
    <div className="flex items-start gap-2 pb-2 cards:flex-wrap cards:items-center">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2 cards:contents">
        {search}
        <Button
          icon={<ListFilter />}
          aria-expanded={unfolded}
          aria-controls={`${id}-filters ${id}-end`}
          onClick={() => setUnfolded(!unfolded)}
          className="hidden cards:inline-flex"
        >
          Filters{set > 0 ? ` (${set})` : ""}
        </Button>
        <div
          id={`${id}-filters`}
          className={cn(
            "contents cards:flex cards:basis-full cards:flex-wrap cards:items-center cards:gap-2",
            !unfolded && "cards:hidden",
          )}
        >
          {filters}
        </div>
      </div>
      <div
        id={`${id}-end`}
        className={cn("flex items-center gap-2 empty:hidden cards:contents", !unfolded && "cards:hidden")}
      >
        {end}
      </div>
    </div>
  );
}
