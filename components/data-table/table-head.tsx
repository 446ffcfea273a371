import { ArrowDown, ArrowUp } from "lucide-react";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { headCellClass } from "./head-cell-class";
import type { TableColumn } from "./table-column";
import type { TableModel } from "./table-model";

/** Column headers: a sortable one is a button, and its cell says which way it sorts. */
export function TableHead<Row extends object>({
  table,
  columns,
  selectable,
  hasActions,
}: {
  table: TableModel<Row>;
  columns: readonly TableColumn<Row>[];
  selectable: boolean;
  hasActions: boolean;
}) {
  return (
    <thead className="cards:hidden">
      <tr>
        {selectable ? (
          <th scope="col" className={cn(headCellClass, "pr-0")}>
            <Checkbox
              aria-label="Select all on this page"
              className="align-middle"
              checked={table.getIsAllRowsSelected()}
              indeterminate={table.getIsSomeRowsSelected()}
              onChange={(event) => table.toggleAllRowsSelected(event.target.checked)}
            />
          </th>
        ) : null}
        {columns.map((column) => {
          const handle = table.getColumn(column.id);
          const sorted = handle?.getIsSorted() ?? false;
          const Arrow = sorted === "asc" ? ArrowUp : ArrowDown;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sorted ? (sorted === "asc" ? "ascending" : "descending") : undefined}
              className={cn(headCellClass, column.numeric && "text-right", column.wide && "tight:hidden")}
            >
              {handle?.getCanSort() ? (
                <button
                  type="button"
                  onClick={() => handle.toggleSorting()}
                  className={cn(
                    "group inline-flex max-w-full items-center gap-1 align-middle rounded-sm hover:text-ink",
                    sorted && "text-ink",
                    column.numeric && "flex-row-reverse",
                  )}
                >
                  <span className="truncate">{column.header}</span>
                  <Arrow
                    aria-hidden="true"
                    className={cn(
                      "icon size-3.5",
                      !sorted && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
                    )}
                  />
                </button>
              ) : (
                <span className="block truncate">{column.header}</span>
              )}
            </th>
          );
        })}
        {hasActions ? (
          <th scope="col" className={cn(headCellClass, "pr-0")}>
            <span className="sr-only">Actions</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
