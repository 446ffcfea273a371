import type { LoggedEvent } from "@/domain/audit/point-in-time/fact";

// Events are read as they were written, by any version: what is not as expected is not told.

/** A detail, or a field of `details.before` / `details.after`. */
export function detail(event: LoggedEvent, name: string, side?: "before" | "after"): unknown {
  if (side === undefined) return event.details[name];
  const fields = event.details[side];
  return typeof fields === "object" && fields !== null
    ? (fields as Record<string, unknown>)[name]
    : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function asTexts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : undefined;
}

/** A time; null is one that is not set. */
export function asTime(value: unknown): Date | null | undefined {
  if (value === null) return null;
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms);
}

/** One of a closed list. */
export function asOneOf<const T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((each) => each === value);
}
