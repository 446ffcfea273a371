"use client";

import {
  type ColumnDef,
  columnVisibilityFeature,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { useMemo, useState } from "react";
import type { TableColumn } from "./table-column";
import type { TableUrlState } from "./use-table-url-state";

// Only what is used is bundled. Filtering and paging are the server's, and their state is the URL's.
const features = tableFeatures({ rowSortingFeature, columnVisibilityFeature, rowSelectionFeature });

/** The order that rows are in: headers show it. */
export type TableOrder = { readonly sort: string; readonly dir: "asc" | "desc" };

/** TanStack's table over one page of rows: sorting and visible columns from the URL, selection by id over refreshes. */
export function useTableModel<Row extends object>(options: {
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  url: TableUrlState;
  order: TableOrder;
}) {
  const { columns, rows, rowId, url } = options;
  const { sort, dir } = options.order;
  const { cols } = url.state;
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});

  const definitions = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          accessorFn: (row) => row,
          header: column.header,
          enableSorting: column.sortable ?? false,
          sortDescFirst: column.descFirst ?? false,
          enableHiding: column.hideable ?? true,
        }),
      ),
    [columns],
  );
  const columnVisibility = useMemo(
    () =>
      Object.fromEntries(
        columns.map((column) => [
          column.id,
          column.hideable === false || (cols ? cols.includes(column.id) : !column.hiddenByDefault),
        ]),
      ),
    [columns, cols],
  );
  const sorting = useMemo(() => [{ id: sort, desc: dir === "desc" }], [sort, dir]);

  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowId,
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: { sorting, columnVisibility, rowSelection },
    onSortingChange: (updater) => {
      const [next] = typeof updater === "function" ? updater(sorting) : updater;
      if (next) void url.set({ sort: next.id, dir: next.desc ? "desc" : "asc" });
    },
    onRowSelectionChange: setRowSelection,
  });
  return {
    table,
    rowSelection,
    clearSelection: () => setRowSelection({}),
    drop: (ids: readonly string[]) =>
      setRowSelection((all) => Object.fromEntries(Object.entries(all).filter(([id]) => !ids.includes(id)))),
  };
}

export type TableModel<Row extends object> = ReturnType<typeof useTableModel<Row>>["table"];
