"use client";

import { Select } from "@/components/ui/select";
import type { TableColumn } from "./table-column";
import type { TableOrder } from "./table-model";
import type { TableUrlState } from "./use-table-url-state";

/** Sorting for cards, which have no headers to click. */
export function SortSelect<Row>({
  columns,
  order,
  url,
}: {
  columns: readonly TableColumn<Row>[];
  order: TableOrder;
  url: TableUrlState;
}) {
  return (
    <Select
      aria-label="Sort by"
      className="hidden cards:block"
      value={`${order.sort} ${order.dir}`}
      onChange={(event) => {
        const [sort = "", dir] = event.target.value.split(" ");
        void url.set({ sort, dir: dir === "desc" ? "desc" : "asc" });
      }}
    >
      {columns.flatMap((column) =>
        (column.descFirst ? (["desc", "asc"] as const) : (["asc", "desc"] as const)).map((dir) => (
          <option key={`${column.id} ${dir}`} value={`${column.id} ${dir}`}>
            {column.header} {dir === "asc" ? "↑" : "↓"}
          </option>
        )),
      )}
    </Select>
  );
}
