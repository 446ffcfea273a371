const utcTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?\+00$/;

/**
 * A time as logs write it, from PostgreSQL's text in a session of UTC: "2026-06-15 10:30:00.25+00" → "2026-06-15T10:30:00.250Z". Throws for
 * what is no time of four-digit years.
 */
export function isoTime(text: string): string {
  if (!utcTime.test(text)) return new Date(text).toISOString();
  const fraction = text.length === 22 ? "000" : text.slice(20, -3).padEnd(3, "0");
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
}
