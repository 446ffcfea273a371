const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

const pad = (value: number) => String(value).padStart(2, "0");

/** "3 Mar 2026" in UTC. Spelt by hand: browsers and Node disagree on short month names. */
export function formatDay(at: Date): string {
  return `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
}

/** "3 Mar 2026, 14:05:09 UTC". */
export function formatInstant(at: Date): string {
  return `${formatDay(at)}, ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())} UTC`;
}

/** "3 Mar 2026, 14:05 UTC". */
export function formatMinute(at: Date): string {
  return `${formatDay(at)}, ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())} UTC`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const count = (value: number, unit: string) => `${value} ${unit}${value === 1 ? "" : "s"}`;

function span(ms: number): string {
  if (ms < minuteMs) return count(Math.floor(ms / 1000), "second");
  if (ms < hourMs) return count(Math.floor(ms / minuteMs), "minute");
  if (ms < dayMs) return count(Math.floor(ms / hourMs), "hour");
  const days = Math.floor(ms / dayMs);
  return days < 365 ? count(days, "day") : count(Math.floor(days / 365), "year");
}

/** "2 minutes ago", "in 6 days", "yesterday" (24 to 48 hours ago), "just now" (under 5 seconds either way). */
export function formatRelative(at: Date, now: Date): string {
  const ms = now.getTime() - at.getTime();
  if (Math.abs(ms) < 5000) return "just now";
  if (ms < 0) return `in ${span(-ms)}`;
  if (ms >= dayMs && ms < 2 * dayMs) return "yesterday";
  return `${span(ms)} ago`;
}
