import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { queryOf } from "@/app/(desk)/integrations/api-access/query";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AuditTabs } from "@/components/audit/audit-tabs";
import { Inventory } from "@/components/audit/inventory/inventory";
import { inventoryPath } from "@/components/audit/inventory/inventory-path";
import { BadAddress } from "@/components/tokens/bad-address";
import { PageHeader } from "@/components/ui/page-header";
import { listInventory } from "@/services/audit/inventory";
import { loadTokenFilterOptions } from "@/services/tokens/filter-options";

export const metadata: Metadata = { title: "Token inventory" };

/** All tokens that ever existed, for auditors. */
export default async function InventoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { context } = await requireDesk("audit.view");
  const [page, filterOptions] = await Promise.all([
    listInventory(context, queryOf(await searchParams)),
    loadTokenFilterOptions(context),
  ]);
  return (
    <>
      <PageHeader title="Audit" />
      <AuditTabs current={inventoryPath} />
      {page.ok ? (
        <Inventory page={page.value} filterOptions={expectDone(filterOptions)} />
      ) : (
        <BadAddress refusal={page.refusal} />
      )}
    </>
  );
}
