import type { ReactNode } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { headCellClass } from "./head-cell-class";
import { TableWidths, tableClass } from "./table-widths";

export type CardTableColumn = {
  id: string;
  header: string;
  /** In proportion to the others. */
  width: number;
  /** Said to screen readers only, such as the heading of a row's buttons. */
  unseen?: boolean;
};

/** A short table without sorting or paging that shows cards where it is narrow. Rows use `rowClass` and `cellClass`. */
export function CardTable({
  label,
  columns,
  children,
}: {
  label: string;
  columns: readonly CardTableColumn[];
  children: ReactNode;
}) {
  return (
    <div className="@container/table min-w-0">
      <ScrollRegion label={label} className="-mx-1 overflow-x-auto px-1">
        <table aria-label={label} className={tableClass}>
          <TableWidths columns={columns} selectable={false} hasActions={false} />
          <thead className="cards:sr-only">
            <tr>
              {columns.map((column) => (
                <th key={column.id} scope="col" className={headCellClass}>
                  {column.unseen ? <span className="sr-only">{column.header}</span> : column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
