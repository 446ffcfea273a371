import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";

/** Nothing to show: because of the filters, with the way out, or because there is nothing yet, in the page's words. */
export function EmptyRows({
  filtered,
  pending,
  onClear,
  none,
}: {
  filtered: boolean;
  pending: boolean;
  onClear: () => void;
  none: ReactNode;
}) {
  return (
    <div className={cn("border-t", pending && "opacity-55")}>
      {filtered ? (
        <EmptyState
          icon={<SearchX />}
          title="No match"
          actions={<Button onClick={onClear}>Clear all filters</Button>}
        >
          Nothing fits these filters and this search.
        </EmptyState>
      ) : (
        none
      )}
    </div>
  );
}
