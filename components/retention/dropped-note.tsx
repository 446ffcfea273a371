import { DateTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { formatSeq } from "@/domain/audit/format-seq";
import type { LogState } from "@/domain/audit/log-state";

/** Says which events retention has dropped, and whether a legal hold keeps the others; nothing where neither is so. */
export function DroppedNote({ state }: { state: Pick<LogState, "droppedThrough" | "hold"> }) {
  const { droppedThrough, hold } = state;
  if (droppedThrough === 0 && hold === null) return null;
  return (
    <p className="mb-4 text-muted text-sm">
      {droppedThrough > 0 ? (
        <>
          What {formatSeq(1)} to {formatSeq(droppedThrough)} said was dropped by retention; their hashes stay,
          so exports of the others still verify.{" "}
        </>
      ) : null}
      {hold ? (
        <>
          A legal hold is in place since <DateTime at={hold.since} />: no event is dropped.{" "}
        </>
      ) : null}
      <TextLink href="/account/retention">Audit retention</TextLink>
    </p>
  );
}
