import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { exportActions } from "@/app/(desk)/exports/export-actions";
import { queryOf } from "@/app/(desk)/integrations/api-access/query";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AuditTabs } from "@/components/audit/audit-tabs";
import { Inventory } from "@/components/audit/inventory/inventory";
import { inventoryPath } from "@/components/audit/inventory/inventory-path";
import { BadAddress } from "@/components/data-table/bad-address";
import { ExportButton } from "@/components/export/export-button";
import { PageHeader } from "@/components/ui/page-header";
import { canDo } from "@/domain/access/actions";
import { inventoryQuery, listInventory } from "@/services/audit/inventory";
import { loadTokenFilterOptions } from "@/services/tokens/filter-options";

export const metadata: Metadata = { title: "Token inventory" };

/** All tokens that ever existed, for auditors. */
export default async function InventoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { context, viewer } = await requireDesk("audit.view");
  const asked = inventoryQuery(queryOf(await searchParams));
  const [page, filterOptions] = await Promise.all([
    listInventory(context, asked),
    loadTokenFilterOptions(context, asked),
  ]);
  return (
    <>
      <PageHeader
        title="Audit"
        actions={
          page.ok && canDo(viewer, "token.export") ? (
            <ExportButton what="tokens" filter={asked} actions={exportActions} />
          ) : null
        }
      />
      <AuditTabs current={inventoryPath} />
      {page.ok ? (
        <Inventory page={page.value} filterOptions={expectDone(filterOptions)} />
      ) : (
        <BadAddress refusal={page.refusal} list={inventoryPath} />
      )}
    </>
  );
}
