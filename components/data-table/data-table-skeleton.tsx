import { Skeleton } from "@/components/ui/skeleton";
import { headCellClass } from "./head-cell-class";
import { cellClass, rowClass } from "./row-class";
import type { TableColumn } from "./table-column";
import { TableWidths, tableClass } from "./table-widths";

/** The table's shape while its first rows load: for `loading.tsx` and Suspense. Takes the same columns. */
export function DataTableSkeleton({
  columns,
  rows = 10,
  twoLines = true,
  selectable = false,
  hasActions = false,
}: {
  columns: readonly Pick<
    TableColumn<never>,
    "id" | "header" | "width" | "card" | "wide" | "hiddenByDefault"
  >[];
  rows?: number;
  /** Rows of 60 px, else of 40. */
  twoLines?: boolean;
  selectable?: boolean;
  hasActions?: boolean;
}) {
  const shown = columns
    .filter((column) => !column.hiddenByDefault)
    .map((column) => ({ ...column, wide: column.wide ?? column.card === "none" }));
  return (
    <div role="status" className="@container/table min-w-0">
      <span className="sr-only">Loading</span>
      <div className="flex gap-2 pb-2">
        <Skeleton className="h-8.5 w-76 max-w-full rounded-lg pointer-coarse:h-11" />
        <Skeleton className="h-8.5 w-40 rounded-lg pointer-coarse:h-11 cards:hidden" />
      </div>
      <div aria-hidden="true" className="overflow-hidden">
        <table className={tableClass}>
          <TableWidths columns={shown} selectable={selectable} hasActions={hasActions} />
          <thead className="cards:hidden">
            <tr>
              {selectable ? <td className={headCellClass} /> : null}
              {shown.map((column) => (
                <td key={column.id} className={`${headCellClass} ${column.wide ? "tight:hidden" : ""}`}>
                  <span className="block truncate">{column.header}</span>
                </td>
              ))}
              {hasActions ? <td className={headCellClass} /> : null}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rows }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
              <tr key={index} className={rowClass}>
                {selectable ? <td className={`${cellClass} cards:hidden`} /> : null}
                {shown.map((column, place) => (
                  <td
                    key={column.id}
                    className={`${cellClass} ${place > 0 ? "cards:hidden" : "cards:basis-full"} ${column.wide ? "tight:hidden" : ""}`}
                  >
                    <Skeleton className="my-0.5 w-3/4" />
                    {twoLines ? (
                      <Skeleton className={`mt-1.5 w-1/2 ${place > 0 ? "invisible" : ""}`} />
                    ) : null}
                  </td>
                ))}
                {hasActions ? <td className={`${cellClass} cards:hidden`} /> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
