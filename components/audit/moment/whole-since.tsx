import { Callout } from "@/components/ui/callout";
import { formatInstant } from "@/components/ui/format-time";

/** Says where the log begins, when it does not reach back to the account's first day. */
export function WholeSince({ at, wholeSince }: { at: Date; wholeSince: Date | null }) {
  if (wholeSince === null) return null;
  return at < wholeSince ? (
    <Callout tone="warn" title={`The log is whole only since ${formatInstant(wholeSince)}.`}>
      What older events said was dropped by this account’s retention. Facts of before are unknown, and none is
      guessed.
    </Callout>
  ) : (
    <p className="text-muted text-sm">
      The log is whole since {formatInstant(wholeSince)}; what was set before that is known only where a later
      event or today’s record tells.
    </p>
  );
}
