import { AuditRow } from "@/components/audit/audit-row";
import { EventDetails } from "@/components/audit/event-details";
import { EventOutcome } from "@/components/audit/event-outcome";
import { EventSentence } from "@/components/audit/event-sentence";
import { EventTime } from "@/components/audit/event-time";
import { CardTable } from "@/components/data-table/card-table";
import type { AuditEntry } from "@/domain/audit/audit-views";
import { auditSentence } from "@/domain/audit/catalogue";

const columns = [
  { id: "details", header: "Details", width: 36, unseen: true },
  { id: "time", header: "Time (UTC)", width: 150 },
  { id: "event", header: "What happened", width: 560 },
  { id: "address", header: "Address", width: 130 },
  { id: "outcome", header: "Outcome", width: 90 },
];

/** The events of a page, newest first; cards where it is narrow. */
export function AuditTable({ rows, now }: { rows: readonly AuditEntry[]; now: Date }) {
  return (
    <CardTable label="Audit events" columns={columns}>
      {rows.map((event) => (
        <AuditRow
          key={event.id}
          label={auditSentence(event)
            .map((part) => part.text)
            .join("")}
          time={<EventTime at={event.at} now={now} />}
          sentence={<EventSentence event={event} />}
          address={event.ip}
          outcome={<EventOutcome event={event} />}
          details={<EventDetails event={event} />}
        />
      ))}
    </CardTable>
  );
}
