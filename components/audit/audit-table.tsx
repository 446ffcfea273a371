import { AuditRow } from "@/components/audit/audit-row";
import { EventDetails } from "@/components/audit/event-details";
import { EventOutcome } from "@/components/audit/event-outcome";
import { EventSentence } from "@/components/audit/event-sentence";
import { EventTime } from "@/components/audit/event-time";
import { headCellClass } from "@/components/data-table/head-cell-class";
import { TableWidths, tableClass } from "@/components/data-table/table-widths";
import { cn } from "@/components/ui/cn";
import type { AuditEntry } from "@/domain/audit/audit-views";
import { auditSentence } from "@/domain/audit/catalogue";

/** The events of a page, newest first; cards where it is narrow. */
export function AuditTable({ rows, now }: { rows: readonly AuditEntry[]; now: Date }) {
  return (
    <table aria-label="Audit events" className={tableClass}>
      <TableWidths widths={[36, 150, 560, 130, 90]} selectable={false} hasActions={false} />
      <thead className="cards:sr-only">
        <tr>
          <th scope="col" className={headCellClass}>
            <span className="sr-only">Details</span>
          </th>
          {["Time (UTC)", "What happened", "Address", "Outcome"].map((title) => (
            <th key={title} scope="col" className={cn(headCellClass, "last:pr-0")}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
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
      </tbody>
    </table>
  );
}
