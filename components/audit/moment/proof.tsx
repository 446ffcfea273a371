import { EventSentence } from "@/components/audit/event-sentence";
import { DateTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { formatSeq } from "@/domain/audit/format-seq";
import type { Fact, LoggedEvent } from "@/domain/audit/point-in-time/fact";

/** The event that proves a fact: its number, which opens it, its time and its sentence. */
export function Proof({ fact }: { fact: Fact<unknown> }) {
  if (!fact.known) return <span className="text-muted">The log does not tell</span>;
  return <ProofOf proof={fact.proof} />;
}

export function ProofOf({ proof }: { proof: LoggedEvent | "record" }) {
  if (proof === "record")
    return <span className="text-muted">Today’s record; the log has no change of it since</span>;
  return (
    <span className="wrap-anywhere">
      <EventLink event={proof} /> <span className="text-muted">·</span>{" "}
      <DateTime at={proof.at} precision="second" className="text-muted" />
      <span className="block text-muted [&>span]:font-normal">
        <EventSentence event={proof} linked={false} />
      </span>
    </span>
  );
}

/** "#48,210", or "not numbered yet" in the first second. */
export function EventLink({ event }: { event: LoggedEvent }) {
  return (
    <TextLink href={`/audit/${event.id}`} className="tabular-nums">
      {event.seq === null ? "not numbered yet" : formatSeq(event.seq)}
    </TextLink>
  );
}
