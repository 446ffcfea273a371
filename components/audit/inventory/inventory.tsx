"use client";

import { useMemo, useTransition } from "react";
import { inventoryColumns } from "@/components/audit/inventory/inventory-columns";
import { DataTable } from "@/components/data-table/data-table";
import { PerPage } from "@/components/data-table/per-page";
import { type TableUrlState, useTableUrlState } from "@/components/data-table/use-table-url-state";
import { tokenFilters } from "@/components/tokens/token-filters";
import { TokenPages } from "@/components/tokens/token-pages";
import { apiAccessPath, tokenTableParams } from "@/components/tokens/token-table-params";
import { EmptyState } from "@/components/ui/empty-state";
import type { InventoryPage, InventoryRow } from "@/domain/audit/inventory-views";
import { holdsTokenForm } from "@/domain/tokens/token-form";
import type { TokenFilterOptions } from "@/domain/tokens/token-views";

/** Every token that the account ever had. */
export function Inventory({
  page,
  filterOptions,
}: {
  page: InventoryPage;
  filterOptions: TokenFilterOptions;
}) {
  const url = useTableUrlState(tokenTableParams);
  const [paging, startPaging] = useTransition();
  const columns = useMemo(() => inventoryColumns(page.now), [page.now]);
  return (
    <DataTable
      label="Token inventory"
      params={tokenTableParams}
      columns={columns}
      rows={page.rows}
      total={page.total}
      totalIsExact={page.totalIsExact}
      rowId={(token: InventoryRow) => token.id}
      rowName={(token) => token.name}
      rowHref={(token) => `${apiAccessPath}/${token.id}`}
      filters={tokenFilters(filterOptions).map((filter) =>
        filter.id === "status" ? { ...filter, whenUnset: "all" } : filter,
      )}
      search={{
        label: "Search the inventory",
        placeholder: "Name, notes, last 4, creator",
        intercept: (text) => (holdsTokenForm(text) ? "hold" : null),
      }}
      empty={<EmptyState title="No token yet">This account never had one.</EmptyState>}
      busy={paging || url.pending}
      pages={
        <TokenPages page={page} startTransition={startPaging}>
          <PerPage
            options={tokenTableParams.perOptions}
            url={url as unknown as TableUrlState}
            total={page.total}
          />
        </TokenPages>
      }
    />
  );
}
