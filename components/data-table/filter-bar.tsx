"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { FilterMenu } from "./filter-menu";
import { focusSearch } from "./focus-search";
import type { TableFilter } from "./table-filter";
import type { TableUrlState } from "./use-table-url-state";

/** All filters in a row: set ones say their value, the rest wait dashed or under "+ More". */
export function FilterBar({ filters, url }: { filters: readonly TableFilter[]; url: TableUrlState }) {
  const [fetched, setFetched] = useState<string | null>(null);
  const valuesOf = (filter: TableFilter) => url.state.filters[filter.id] ?? [];
  const kept = filters.filter(
    (filter) => filter.more && valuesOf(filter).length === 0 && filter.id !== fetched,
  );
  const shown = filters.filter((filter) => !kept.includes(filter));
  const anySet = url.state.q !== "" || filters.some((filter) => valuesOf(filter).length > 0);
  return (
    <>
      {shown.map((filter) => (
        <FilterMenu
          key={filter.id}
          filter={filter}
          values={valuesOf(filter)}
          defaultOpen={filter.id === fetched}
          onChange={(values) => {
            // It goes back under "+ More" another time, not while its panel has the focus.
            if (filter.more) setFetched(filter.id);
            void url.set({ filters: { [filter.id]: values } });
          }}
        />
      ))}
      {kept.length > 0 ? (
        <DropdownMenu
          align="start"
          trigger={
            <button
              type="button"
              className={cn(buttonClass({ variant: "ghost" }), "border-line border-dashed px-2.5")}
            >
              <Plus aria-hidden="true" className="icon" /> More
            </button>
          }
          items={kept.map((filter) => ({
            id: filter.id,
            label: filter.label,
            onSelect: () => setFetched(filter.id),
          }))}
        />
      ) : null}
      {anySet ? (
        <Button
          variant="ghost"
          className="px-2"
          onClick={() => {
            focusSearch();
            void url.clearFilters();
          }}
        >
          Clear all
        </Button>
      ) : null}
    </>
  );
}
