import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireDesk } from "@/app/desk-context";
import { EventDetails } from "@/components/audit/event-details";
import { EventOutcome } from "@/components/audit/event-outcome";
import { EventSentence } from "@/components/audit/event-sentence";
import { PageHeader } from "@/components/ui/page-header";
import { DateTime } from "@/components/ui/relative-time";
import { formatSeq } from "@/domain/audit/format-seq";
import { findAuditEvent } from "@/services/audit/find-event";

export const metadata: Metadata = { title: "Audit event" };

export default async function AuditEventPage({ params }: { params: Promise<{ eventId: string }> }) {
  const { context } = await requireDesk("audit.view");
  const found = await findAuditEvent(context, await params);
  if (!found.ok) notFound();
  const event = found.value;
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Audit", href: "/audit" }]}
        title={
          <span className="font-normal [&>:is(a,span.font-medium)]:font-semibold">
            <EventSentence event={event} />
          </span>
        }
        meta={
          <>
            <EventOutcome event={event} />
            <span aria-hidden="true">·</span>
            {event.seq === null ? null : (
              <>
                <span className="tabular-nums">{formatSeq(event.seq)}</span>
                <span aria-hidden="true">·</span>
              </>
            )}
            <DateTime at={event.at} precision="second" />
          </>
        }
      />
      <EventDetails event={event} permalink={false} />
    </>
  );
}
