import { FileDown } from "lucide-react";
import type { Metadata } from "next";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { ExportTable } from "@/components/export/export-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listExports } from "@/services/export/list";

export const metadata: Metadata = { title: "Your exports" };

export default async function ExportsPage() {
  const { context } = await requireDesk("export.view");
  const { rows, now } = expectDone(await listExports(context));
  return (
    <>
      <PageHeader
        title="Your exports"
        crumbs={[{ label: "Audit", href: "/audit" }]}
        actions={<RefreshButton />}
      />
      <p className="mb-4 max-w-3xl text-muted">
        The files themselves are not kept here, only what tells them from others: the manifest, for 400 days.
        Everybody&rsquo;s exports are events of the audit trail.
      </p>
      {rows.length > 0 ? (
        <ExportTable rows={rows} now={now} />
      ) : (
        <div className="border-t">
          <EmptyState
            icon={<FileDown />}
            title="No exports yet"
            actions={
              <>
                <ButtonLink href="/integrations/api-access">Export tokens</ButtonLink>
                <ButtonLink href="/audit">Export the audit trail</ButtonLink>
              </>
            }
          >
            An export of tokens, audit events or usage leaves its manifest here.
          </EmptyState>
        </div>
      )}
    </>
  );
}
