"use client";

import { ListFilter } from "lucide-react";
import { type ReactNode, type RefObject, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { ColumnChooser } from "./column-chooser";
import { FilterBar } from "./filter-bar";
import { SearchBox, type TableSearch } from "./search-box";
import { SortSelect } from "./sort-select";
import type { TableColumn } from "./table-column";
import type { TableFilter } from "./table-filter";
import type { TableOrder } from "./table-model";
import type { TableUrlState } from "./use-table-url-state";

/** Search, filters, columns. Where it is narrow the filters wait behind one button, with the sorting that headers else give. */
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
  const [unfolded, setUnfolded] = useState(false);
  const foldId = useId();
  const set = Object.values(url.state.filters).filter((values) => values.length > 0).length;
  const sortable = columns.filter((column) => column.sortable);
  const hideable = columns.filter((column) => column.hideable !== false);
  return (
    <div className="flex flex-wrap items-center gap-2 pb-2">
      {search ? (
        <SearchBox
          search={search}
          query={url.state.q}
          onQuery={(q) => void url.setQuery(q)}
          inputRef={searchRef}
        />
      ) : null}
      <Button
        icon={<ListFilter />}
        aria-expanded={unfolded}
        aria-controls={foldId}
        onClick={() => setUnfolded(!unfolded)}
        className="hidden cards:inline-flex"
      >
        Filters{set > 0 ? ` (${set})` : ""}
      </Button>
      <div
        id={foldId}
        className={cn(
          "contents cards:flex cards:basis-full cards:flex-wrap cards:items-center cards:gap-2",
          !unfolded && "cards:hidden",
        )}
      >
        <FilterBar filters={filters} url={url} />
        {sortable.length > 0 ? <SortSelect columns={sortable} order={order} url={url} /> : null}
        <div className="ml-auto flex items-center gap-2 cards:ml-0">
          {end}
          {hideable.length > 0 ? (
            <ColumnChooser columns={hideable} visible={visible} onChange={(cols) => void url.set({ cols })} />
          ) : null}
        </div>
      </div>
    </div>
  );
}
