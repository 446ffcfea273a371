"use client";

import type { ReactNode, RefObject } from "react";
import { ColumnChooser } from "./column-chooser";
import { FilterBar } from "./filter-bar";
import { SearchBox, type TableSearch } from "./search-box";
import { SortSelect } from "./sort-select";
import type { TableColumn } from "./table-column";
import type { TableFilter } from "./table-filter";
import type { TableOrder } from "./table-model";
import { ToolbarRow } from "./toolbar-row";
import type { TableUrlState } from "./use-table-url-state";

/** Search, filters, columns; where it is narrow also the sorting that headers else give. */
export function TableToolbar<Row>({
  columns,
  visible,
  filters,
  order,
  search,
  searchRef,
  url,
  end,
}: {
  columns: readonly TableColumn<Row>[];
  visible: ReadonlySet<string>;
  filters: readonly TableFilter[];
  order: TableOrder;
  search?: TableSearch;
  searchRef: RefObject<HTMLInputElement | null>;
  url: TableUrlState;
  end?: ReactNode;
}) {
  const set = Object.values(url.state.filters).filter((values) => values.length > 0).length;
  const sortable = columns.filter((column) => column.sortable);
  const hideable = columns.filter((column) => column.hideable !== false);
  return (
    <ToolbarRow
      set={set}
      search={
        search ? (
          <SearchBox
            search={search}
            query={url.state.q}
            onQuery={(q) => void url.setQuery(q)}
            inputRef={searchRef}
          />
        ) : null
      }
      filters={
        <>
          <FilterBar filters={filters} url={url} />
          {sortable.length > 0 ? <SortSelect columns={sortable} order={order} url={url} /> : null}
        </>
      }
      end={
        <>
          {end}
          {hideable.length > 0 ? (
            <ColumnChooser columns={hideable} visible={visible} onChange={(cols) => void url.set({ cols })} />
          ) : null}
        </>
      }
    />
  );
}
