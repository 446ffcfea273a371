import { Check } from "lucide-react";
import { Status } from "@/components/ui/status";
import type { AuditEntry } from "@/domain/audit/audit-views";

/** Done, or refused: in words, with colour only for the latter. */
export function EventOutcome({ event }: { event: Pick<AuditEntry, "outcome"> }) {
  return event.outcome === "refused" ? (
    <Status tone="bad">refused</Status>
  ) : (
    <Status tone="ok" icon={<Check />}>
      done
    </Status>
  );
}
