import { ScrollText, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { Suspense } from "react";
import { requireDesk } from "@/app/desk-context";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditSkeleton } from "@/components/audit/audit-skeleton";
import { AuditSteps } from "@/components/audit/audit-steps";
import { AuditTable } from "@/components/audit/audit-table";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { ButtonLink } from "@/components/ui/button-link";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { type AuditQueryInput, auditQuerySchema } from "@/domain/audit/audit-query";
import { loadAuditFilterOptions } from "@/services/audit/filter-options";
import { listAuditEvents } from "@/services/audit/list";
import type { Context } from "@/services/kernel/context";

export const metadata: Metadata = { title: "Audit" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  // Before anything is sent: whoever may not read the trail gets the status 403 too.
  const { context } = await requireDesk("audit.view");
  return (
    <>
      <PageHeader title="Audit" actions={<RefreshButton />} />
      <Suspense fallback={<AuditSkeleton />}>
        <Trail context={context} searchParams={searchParams} />
      </Suspense>
    </>
  );
}

async function Trail({ context, searchParams }: Props & { context: Context }) {
  const query = await readQuery(searchParams);
  const [page, options] = await Promise.all([
    listAuditEvents(context, query),
    loadAuditFilterOptions(context, { target: query.target }),
  ]);
  if (!options.ok) throw new Error(options.refusal.message);
  return (
    <AuditFilters options={options.value}>
      {page.ok ? (
        <>
          {page.value.rows.length > 0 ? (
            <AuditTable rows={page.value.rows} now={page.value.now} />
          ) : (
            <NoEvents filtered={Object.keys(query).length > 0} />
          )}
          <AuditSteps page={page.value} query={query} />
        </>
      ) : (
        <Callout
          tone="warn"
          title="This address asks for something that the audit trail does not know."
          action={
            <ButtonLink href="/audit" size="sm">
              Clear all filters
            </ButtonLink>
          }
        >
          {Object.values(page.refusal.fields ?? {}).join(" ") || page.refusal.message}
        </Callout>
      )}
    </AuditFilters>
  );
}

// Only the names that the filter knows. A name given twice stays a list, which the filter refuses.
async function readQuery(searchParams: Props["searchParams"]): Promise<AuditQueryInput> {
  const given = await searchParams;
  const names = Object.keys(auditQuerySchema.shape) as (keyof AuditQueryInput)[];
  return Object.fromEntries(names.map((name) => [name, given[name]]).filter(([, value]) => value));
}

function NoEvents({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <div className="border-t">
      <EmptyState
        icon={<SearchX />}
        title="No match"
        actions={<ButtonLink href="/audit">Clear all filters</ButtonLink>}
      >
        No event fits these filters and this search.
      </EmptyState>
    </div>
  ) : (
    <div className="border-t">
      <EmptyState icon={<ScrollText />} title="Nothing happened yet">
        Every sign-in, creation, rotation and change in this account is listed here, in the moment it happens.
      </EmptyState>
    </div>
  );
}
