import type { Change, LoggedEvent } from "@/domain/audit/point-in-time/fact";

/** What an event says of a thing, from values that are undefined where it says nothing; null when it says nothing at all. */
export function changeOf<T>(
  event: LoggedEvent,
  before: T | undefined,
  after: T | undefined,
): Change<T> | null {
  if (after === undefined) return null;
  return { event, after: { value: after }, ...(before === undefined ? {} : { before: { value: before } }) };
}

/** The changes of one thing among events. */
export function changesIn<T>(
  events: readonly LoggedEvent[],
  read: (event: LoggedEvent) => Change<T> | null,
): Change<T>[] {
  return events.flatMap((event) => read(event) ?? []);
}
