import type { AuditEntry } from "@/domain/audit/audit-views";

/** An event as the log tells it: in the order of its numbers, what is not sealed yet last. */
export type LoggedEvent = AuditEntry;

/** When is asked about, and since when nothing is missing from the log: what lies before is unknown, never guessed. */
export type Moment = { readonly at: Date; readonly wholeSince: Date };

/**
 * What was so at a moment, and the event that proves it: the one that made it so, or else the one that ended it. "record": what the
 * database says today, where no event has changed it since.
 */
export type Fact<T> =
  | { readonly known: true; readonly value: T; readonly proof: LoggedEvent | "record" }
  | { readonly known: false };

export const unknown: Fact<never> = { known: false };

/** What an event says of one thing: how it was from then on, and how it had been, where the event tells. */
export type Change<T> = {
  readonly event: LoggedEvent;
  readonly before?: { readonly value: T };
  readonly after: { readonly value: T };
};

/**
 * How a thing that changes stood at a moment. The last change up to then says it; else the first one after, by what it had been
 * before, as long as no event between the two may be missing; else, where nothing changed since, `record`: how it stands today.
 */
export function factAt<T>(
  changes: readonly Change<T>[],
  moment: Moment,
  record: { readonly value: T } | null = null,
): Fact<T> {
  const last = changes.findLast(({ event }) => event.at <= moment.at);
  if (last !== undefined) return { known: true, value: last.after.value, proof: last.event };
  if (moment.at < moment.wholeSince) return unknown;
  const next = changes[0];
  if (next === undefined) return record === null ? unknown : { ...record, known: true, proof: "record" };
  return next.before === undefined ? unknown : { known: true, value: next.before.value, proof: next.event };
}

/** A thing that never changes: whichever event tells it first proves it for all times, and so does its record. */
export function constantFact<T>(
  events: readonly LoggedEvent[],
  read: (event: LoggedEvent) => T | undefined,
  record: { readonly value: T } | null,
): Fact<T> {
  for (const event of events) {
    const value = read(event);
    if (value !== undefined) return { known: true, value, proof: event };
  }
  return record === null ? unknown : { ...record, known: true, proof: "record" };
}

/** A field of a record, for `factAt`. */
export function recorded<R, T>(record: R | null, read: (record: R) => T): { readonly value: T } | null {
  return record === null ? null : { value: read(record) };
}

/** The value of a known fact; `otherwise` of an unknown one. */
export function valueOr<T, U>(fact: Fact<T>, otherwise: U): T | U {
  return fact.known ? fact.value : otherwise;
}
