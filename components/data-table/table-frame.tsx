import type { ReactNode } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { TableColumn } from "./table-column";
import { TableHead } from "./table-head";
import type { TableModel } from "./table-model";
import { TableWidths, tableClass } from "./table-widths";

/** The table around its rows: widths fixed beforehand, so nothing shifts when rows change. */
export function TableFrame<Row extends object>({
  label,
  table,
  columns,
  selectable,
  hasActions,
  pending,
  children,
}: {
  label: string;
  table: TableModel<Row>;
  columns: readonly TableColumn<Row>[];
  selectable: boolean;
  hasActions: boolean;
  pending: boolean;
  children: ReactNode;
}) {
  return (
    <ScrollRegion label={label} className="-mx-1 overflow-x-auto px-1">
      <table aria-label={label} aria-busy={pending} className={tableClass}>
        <TableWidths columns={columns} selectable={selectable} hasActions={hasActions} />
        <TableHead table={table} columns={columns} selectable={selectable} hasActions={hasActions} />
        {children}
      </table>
    </ScrollRegion>
  );
}
