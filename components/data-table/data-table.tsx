"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useContextMenu } from "@/components/ui/context-menu";
import type { MenuItem } from "@/components/ui/menu-item";
import { Pagination } from "@/components/ui/pagination";
import { staysOffline } from "@/components/ui/stays-offline";
import { type BulkAction, BulkBar, type TableSelection } from "./bulk-bar";
import { EmptyRows } from "./empty-rows";
import { focusSearch } from "./focus-search";
import { PerPage } from "./per-page";
import { rowsWords } from "./rows-words";
import type { TableSearch } from "./search-box";
import { ShortcutSheet } from "./shortcut-sheet";
import type { TableColumn } from "./table-column";
import type { TableFilter } from "./table-filter";
import { TableFrame } from "./table-frame";
import type { TableKey } from "./table-key";
import { type TableOrder, useTableModel } from "./table-model";
import type { FilterValues, TableParams } from "./table-params";
import { TableRow } from "./table-row";
import { TableToolbar } from "./table-toolbar";
import { useDropGone } from "./use-drop-gone";
import { useSeenRows } from "./use-seen-rows";
import { useTableKeys } from "./use-table-keys";
import { type TableUrlState, useTableUrlState } from "./use-table-url-state";

export type DataTableProps<Row extends object, F extends FilterValues> = {
  /** What the rows are: "API tokens". Names the table. */
  label: string;
  params: TableParams<F>;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  /** Of the whole filtered set. */
  total: number;
  /** False: there are more than `total`, which nobody has counted. */
  totalIsExact?: boolean;
  /** The order that the rows are in, where it may be another than the URL asks for. */
  order?: TableOrder;
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  rowHref?: (row: Row) => string;
  rowActions?: (row: Row) => readonly MenuItem[];
  /** With it the rows can be selected. */
  bulkActions?: (selection: TableSelection<Row>) => readonly BulkAction[];
  /** Which of these rows are nowhere any more; a selection lets go of them. */
  findGone?: (ids: readonly string[]) => Promise<readonly string[]>;
  filters?: readonly TableFilter[];
  search?: TableSearch;
  keys?: readonly TableKey<Row>[];
  /** Controls at the right of the filters, such as saved views. */
  toolbarEnd?: ReactNode;
  /** Shown while there is nothing at all; when filters hide everything the table says so itself. */
  empty: ReactNode;
  /** Replaces the table's own paging, for lists whose total is not always known. */
  pages?: ReactNode;
  /** The page waits for new rows for a reason of its own. */
  busy?: boolean;
};

export function DataTable<Row extends object, const F extends FilterValues>(props: DataTableProps<Row, F>) {
  const {
    columns,
    rows,
    total,
    rowId,
    rowName,
    rowHref,
    rowActions,
    bulkActions,
    filters = [],
    search,
  } = props;
  const router = useRouter();
  // The table moves filters by name only; their value types matter to the page alone.
  const url = useTableUrlState(props.params) as unknown as TableUrlState;
  const order = props.order ?? { sort: url.state.sort, dir: url.state.dir };
  const pending = url.pending || props.busy === true;
  const { table, rowSelection, clearSelection, drop } = useTableModel({ columns, rows, rowId, url, order });
  const seen = useSeenRows(rows, rowId);
  const body = useRef<HTMLTableSectionElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const [sheet, setSheet] = useState(false);
  const context = useContextMenu();

  const selectedIds = Object.keys(rowSelection);
  useDropGone({ rows, rowId, selected: selectedIds, findGone: props.findGone, drop });
  const shownColumns = columns
    .filter((column) => table.getColumn(column.id)?.getIsVisible())
    .map((column) => ({ ...column, wide: !url.state.cols && (column.wide ?? column.card === "none") }));
  const filtered = url.state.q !== "" || Object.values(url.state.filters).some((values) => values.length > 0);

  const open = (href: string, newTab: boolean) => {
    if (newTab) window.open(href, "_blank", "noopener");
    else if (!staysOffline()) router.push(href);
  };

  useTableKeys({
    body,
    search: searchRef,
    toggleRow: bulkActions ? (id) => table.getRow(id).toggleSelected() : null,
    clearSelection: () => {
      if (selectedIds.length > 0) clearSelection();
      return selectedIds.length > 0;
    },
    showSheet: () => setSheet(true),
    pressOwn: (key, id) => {
      const own = props.keys?.find((each) => each.key === key);
      if (!own) return false;
      const row = id === null ? undefined : seen.get(id);
      if (!own.row) own.onPress();
      else if (row) own.onPress(row);
      return true;
    },
  });

  // A page past the end, after rows went away: step back to the last one.
  const ownPages = props.pages === undefined;
  const lastPage = Math.max(1, Math.ceil(total / url.state.per));
  useEffect(() => {
    if (ownPages && url.state.page > lastPage && !url.pending) void url.set({ page: lastPage });
  }, [url, lastPage, ownPages]);

  return (
    <div className="@container/table min-w-0">
      <TableToolbar
        columns={columns}
        visible={new Set(shownColumns.map((column) => column.id))}
        filters={filters}
        order={order}
        search={search}
        searchRef={searchRef}
        url={url}
        end={props.toolbarEnd}
      />
      {rows.length === 0 ? (
        <EmptyRows
          filtered={filtered}
          pending={pending}
          onClear={() => {
            focusSearch();
            void url.clearFilters();
          }}
          none={props.empty}
        />
      ) : (
        <TableFrame
          label={props.label}
          table={table}
          columns={shownColumns}
          selectable={Boolean(bulkActions)}
          hasActions={Boolean(rowActions)}
          pending={pending}
        >
          <tbody ref={body} className={cn("transition-opacity", pending && "opacity-55 delay-150")}>
            {table.getRowModel().rows.map((row) => (
              <TableRow
                key={row.id}
                row={row.original}
                id={row.id}
                name={rowName(row.original)}
                href={rowHref?.(row.original) ?? null}
                columns={shownColumns}
                selectable={Boolean(bulkActions)}
                selected={row.getIsSelected()}
                onSelect={row.getToggleSelectedHandler()}
                actions={rowActions ? () => rowActions(row.original) : undefined}
                onContextMenu={
                  rowActions ? (event) => context.openAt(event, rowActions(row.original)) : undefined
                }
                onOpen={open}
              />
            ))}
          </tbody>
        </TableFrame>
      )}
      {props.pages}
      {ownPages && total > 0 ? (
        <Pagination
          page={url.state.page}
          pageSize={url.state.per}
          total={total}
          onPage={(page) => void url.set({ page })}
        >
          <PerPage options={props.params.perOptions} url={url} total={total} />
        </Pagination>
      ) : null}
      {bulkActions ? (
        <BulkBar
          count={selectedIds.length}
          actions={() =>
            bulkActions({
              ids: selectedIds,
              rows: selectedIds.flatMap((id) => seen.get(id) ?? []),
              clear: clearSelection,
            })
          }
          onClear={clearSelection}
        />
      ) : null}
      <p role="status" className="sr-only">
        {pending ? "Loading" : rowsWords(total, props.totalIsExact ?? true)}
      </p>
      {context.menu}
      <ShortcutSheet
        open={sheet}
        onOpenChange={setSheet}
        keys={[
          { key: "j k", label: "Next and previous row" },
          ...(rowHref ? [{ key: "Enter", label: "Open the row" }] : []),
          ...(bulkActions ? [{ key: "x", label: "Select the row" }] : []),
          ...(search ? [{ key: "/", label: "Search" }] : []),
          ...(props.keys ?? []),
          ...(bulkActions ? [{ key: "Esc", label: "Clear the selection" }] : []),
          { key: "?", label: "This list" },
        ]}
      />
    </div>
  );
}
