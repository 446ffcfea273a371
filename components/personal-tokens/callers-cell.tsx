import { formatInstant } from "@/components/ui/format-time";
import type { PersonalCallers } from "@/domain/tokens/personal-callers";

/** "zcli/1.0 from 10.0.0.4", for each of the applications seen last. */
export function CallersCell({ callers }: { callers: PersonalCallers[string] | undefined }) {
  if (callers === undefined) return <span className="text-muted">No application yet</span>;
  const more = callers.count - callers.newest.length;
  return (
    <ul className="grid gap-0.5">
      {callers.newest.map((caller) => (
        <li
          key={`${caller.ip} ${caller.agent}`}
          title={`Last call ${formatInstant(caller.lastSeenAt)}`}
          className="min-w-0"
        >
          <span className="wrap-anywhere">{caller.agent || "no agent named"}</span>{" "}
          <span className="wrap-anywhere text-muted text-sm">from {caller.ip}</span>
        </li>
      ))}
      {more > 0 ? <li className="text-muted text-sm">and {more} more</li> : null}
    </ul>
  );
}
