import { ScrollText, SearchX } from "lucide-react";
import type { Metadata } from "next";
import { Suspense } from "react";
import { findTargetsAction } from "@/app/(desk)/audit/actions";
import { exportActions } from "@/app/(desk)/exports/export-actions";
import { deleteViewAction, saveViewAction } from "@/app/(desk)/saved-view-actions";
import { requireDesk } from "@/app/desk-context";
import { expectDone } from "@/app/expect-done";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditSkeleton } from "@/components/audit/audit-skeleton";
import { AuditSteps } from "@/components/audit/audit-steps";
import { AuditTabs } from "@/components/audit/audit-tabs";
import { ClearAuditFilters } from "@/components/audit/clear-audit-filters";
import { countWords } from "@/components/audit/count-words";
import { LiveButton } from "@/components/audit/live/live-button";
import { LiveEvents } from "@/components/audit/live/live-events";
import { SealBadge } from "@/components/audit/seal-badge";
import { VerifyPanel } from "@/components/audit/verify/verify-panel";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { ExportButton } from "@/components/export/export-button";
import { DroppedNote } from "@/components/retention/dropped-note";
import { ViewsMenu } from "@/components/saved-views/views-menu";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { formatInstant } from "@/components/ui/format-time";
import { PageHeader } from "@/components/ui/page-header";
import { canDo } from "@/domain/access/actions";
import { type AuditQueryInput, auditQuerySchema } from "@/domain/audit/audit-query";
import { type LogAlarm, logAlarms } from "@/domain/audit/log-alarm";
import type { LogState } from "@/domain/audit/log-state";
import { loadAuditFilterOptions } from "@/services/audit/filter-options";
import { listAuditEvents } from "@/services/audit/list";
import { loadLogState } from "@/services/audit/log/log-state";
import { logKeyFile, logPublicKeys } from "@/services/audit/log/public-keys";
import type { Context } from "@/services/kernel/context";
import { listSavedViews } from "@/services/saved-views/list";

export const metadata: Metadata = { title: "Audit" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  // Before anything is sent: whoever may not read the trail gets the status 403 too.
  const { context, viewer } = await requireDesk("audit.view");
  // Before the rows are read: what is sealed by now is among them, and following begins behind it.
  const log = expectDone(await loadLogState(context));
  return (
    <>
      <PageHeader
        title="Audit"
        actions={
          <>
            <RefreshButton />
            {canDo(viewer, "audit.export") ? (
              <Verification context={context} logId={viewer.account.id} alarm={log.alarm?.kind ?? null} />
            ) : null}
            {canDo(viewer, "audit.export") ? (
              <ExportButton what="audit" filter={await readQuery(searchParams)} actions={exportActions} />
            ) : null}
            <SealBadge state={log} now={context.now()} />
          </>
        }
      />
      <AuditTabs current="/audit" />
      <LogWarning state={log} />
      <DroppedNote state={log} />
      <Suspense fallback={<AuditSkeleton />}>
        <Trail context={context} searchParams={searchParams} since={log.seq} />
      </Suspense>
    </>
  );
}

async function Verification({
  context,
  logId,
  alarm,
}: {
  context: Context;
  logId: string;
  alarm: LogAlarm | null;
}) {
  const keys = await logPublicKeys(context, logId);
  return (
    <VerifyPanel logId={logId} publicKeys={logKeyFile(keys).trim()} alarm={alarm} actions={exportActions} />
  );
}

async function Trail({ context, searchParams, since }: Props & { context: Context; since: number }) {
  const query = await readQuery(searchParams);
  const [page, options, views] = await Promise.all([
    listAuditEvents(context, query),
    loadAuditFilterOptions(context, { target: query.target, actor: query.actor }),
    listSavedViews(context, { page: "audit" }),
  ]);
  const isNewest = !query.after && !query.before && !query.to;
  const search = new URLSearchParams(query).toString();
  const end = (
    <>
      <ViewsMenu
        page="audit"
        views={expectDone(views)}
        actions={{ save: saveViewAction, remove: deleteViewAction }}
      />
      <LiveButton isNewest={isNewest} />
    </>
  );
  return (
    <AuditFilters
      options={expectDone(options)}
      findTargets={findTargetsAction}
      end={end}
      count={page.ok ? countWords(page.value) : ""}
    >
      {page.ok ? (
        <>
          <LiveEvents
            key={search}
            rows={page.value.rows}
            now={page.value.now}
            since={since}
            search={search}
            isNewest={isNewest}
            empty={<NoEvents filtered={Object.keys(query).length > 0} />}
          />
          <AuditSteps
            page={{ nextCursor: page.value.nextCursor, previousCursor: page.value.previousCursor }}
            query={query}
          />
        </>
      ) : (
        <Callout
          tone="warn"
          title="This address asks for something that the audit trail does not know."
          action={<ClearAuditFilters size="sm" />}
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

// What goes wrong with the log is said where it is read, not only in its badge.
function LogWarning({ state }: { state: LogState }) {
  return state.alarm ? (
    <Callout tone="bad" role="alert" className="mb-4" title={logAlarms[state.alarm.kind]}>
      Since {formatInstant(state.alarm.since)}. Tell the operator of this Keydesk, and keep the checkpoints
      that you have.
    </Callout>
  ) : null;
}

function NoEvents({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <div className="border-t">
      <EmptyState icon={<SearchX />} title="No match" actions={<ClearAuditFilters />}>
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
