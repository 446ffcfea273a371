import { AuditRow } from "@/components/audit/audit-row";
import { EventDetails } from "@/components/audit/event-details";
import { EventOutcome } from "@/components/audit/event-outcome";
import { EventSentence, sentenceText } from "@/components/audit/event-sentence";
import { EventTime } from "@/components/audit/event-time";
import { CardTable } from "@/components/data-table/card-table";
import type { AuditEntry } from "@/domain/audit/audit-views";
import { formatSeq } from "@/domain/audit/format-seq";

const columns = [
  { id: "details", header: "Details", width: 36, unseen: true },
  { id: "number", header: "#", width: 78 },
  { id: "time", header: "Time (UTC)", width: 150 },
  { id: "event", header: "What happened", width: 500 },
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
          label={sentenceText(event)}
          number={event.seq === null ? null : formatSeq(event.seq)}
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
