/** The zones that a moment can be given in: UTC, as everywhere in the desk, and the browser's own. */
export type MomentZone = "utc" | "local";

const pad = (value: number) => String(value).padStart(2, "0");

/** A moment as a `datetime-local` field has it, in a zone. */
export function toField(at: Date, zone: MomentZone): string {
  const [year, month, day, hour, minute] =
    zone === "utc"
      ? [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes()]
      : [at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes()];
  return `${String(year).padStart(4, "0")}-${pad(month! + 1)}-${pad(day!)}T${pad(hour!)}:${pad(minute!)}`;
}

/** The moment that a field means in a zone; null when it means none. */
export function fromField(text: string, zone: MomentZone): Date | null {
  const at = new Date(zone === "utc" ? `${text}Z` : text);
  return Number.isNaN(at.getTime()) ? null : at;
}
