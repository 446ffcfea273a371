import type { Backlog } from "@/services/metrics/backlog";
import { type Metric, single } from "@/services/metrics/metric";

/** Whether the database answers, and what waits in it. @param latest what was read for this scrape; null: no answer */
export function backlogMetrics(latest: () => Backlog | null): readonly Metric[] {
  return [
    {
      name: "keydesk_database_up",
      type: "gauge",
      help: "1 when the database answered within a second, at most five seconds ago.",
      read: single(() => (latest() === null ? 0 : 1)),
    },
    {
      name: "keydesk_audit_pending_events",
      type: "gauge",
      help: "Audit events that wait for their number; counted up to 100000.",
      read: single(() => latest()?.auditEvents ?? null),
    },
    {
      name: "keydesk_audit_pending_age_seconds",
      type: "gauge",
      help: "Age of the oldest audit event that waits for its number.",
      read: single(() => latest()?.oldestAuditEventSeconds ?? null),
    },
    {
      name: "keydesk_audit_log_alarms",
      type: "gauge",
      help: "Audit logs that are not sealed or signed any more, since they are not what was signed.",
      read: single(() => latest()?.logAlarms ?? null),
    },
    {
      name: "keydesk_audit_checkpoints_unsent_seconds",
      type: "gauge",
      help: "For how long a place outside has taken no checkpoints; of several the longest.",
      read: single(() => latest()?.checkpointsUnsentSeconds ?? null),
    },
    {
      name: "keydesk_usage_journal_rows",
      type: "gauge",
      help: "Journal rows of usage that wait to be added up; counted up to 100000.",
      read: single(() => latest()?.journalRows ?? null),
    },
    {
      name: "keydesk_usage_journal_age_seconds",
      type: "gauge",
      help: "Age of the oldest journal row that waits to be added up.",
      read: single(() => latest()?.oldestJournalRowSeconds ?? null),
    },
  ];
}
