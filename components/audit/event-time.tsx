import { formatInstant, formatRelative } from "@/components/ui/format-time";

/** "21 Nov 12:48:02" in UTC, the year where it is another; the whole time and how long ago it was on hover. */
export function EventTime({ at, now, className }: { at: Date; now: Date; className?: string }) {
  const [date = "", time = ""] = formatInstant(at).replace(" UTC", "").split(", ");
  const sameYear = at.getUTCFullYear() === now.getUTCFullYear();
  return (
    <time
      dateTime={at.toISOString()}
      title={`${formatInstant(at)} (${formatRelative(at, now)})`}
      className={className}
    >
      {sameYear ? date.replace(/ \d{4}$/, "") : date} {time}
    </time>
  );
}
