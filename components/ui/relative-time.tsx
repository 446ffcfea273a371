import { formatDay, formatInstant, formatMinute, formatRelative } from "./format-time";

type Instant = Date | string | number;

/** "2 minutes ago" with the UTC time in the title. `now` comes from the caller, so server and browser agree. */
export function RelativeTime({
  at,
  now,
  never = "Never used",
  capital = false,
  className,
}: {
  at: Instant | null | undefined;
  now: Instant;
  /** The words when there is no time. */
  never?: string;
  /** "Yesterday" rather than "yesterday": where it stands alone, as in a cell. */
  capital?: boolean;
  className?: string;
}) {
  if (at === null || at === undefined) return <span className={className ?? "text-muted"}>{never}</span>;
  const date = new Date(at);
  const words = formatRelative(date, new Date(now));
  return (
    <time dateTime={date.toISOString()} title={formatInstant(date)} className={className}>
      {capital ? words.charAt(0).toUpperCase() + words.slice(1) : words}
    </time>
  );
}

/** "3 Mar 2026", to the minute or second if asked, with the full UTC time in the title. */
export function DateTime({
  at,
  precision = "day",
  className,
}: {
  at: Instant;
  precision?: "day" | "minute" | "second";
  className?: string;
}) {
  const date = new Date(at);
  const format = { day: formatDay, minute: formatMinute, second: formatInstant }[precision];
  return (
    <time dateTime={date.toISOString()} title={formatInstant(date)} className={className}>
      {format(date)}
    </time>
  );
}
