import { Check } from "lucide-react";
import { Status } from "@/components/ui/status";
import type { AuditEntry } from "@/domain/audit/audit-views";

/** Done, or refused: in words, and on a card what is usual as its sign alone. */
export function EventOutcome({ event }: { event: Pick<AuditEntry, "outcome"> }) {
  return event.outcome === "refused" ? (
    <Status tone="bad">refused</Status>
  ) : (
    <Status tone="ok" icon={<Check />}>
      <span className="cards:sr-only">done</span>
    </Status>
  );
}
