import type { AuditEntry } from "@/domain/audit/audit-views";

/** New events that a page holds at most: past them one loads the page anew. */
export const liveEventsMax = 500;

export type LiveState = {
  /** Shown above the page's own rows, newest first. */
  readonly shown: readonly AuditEntry[];
  /** Held back while somebody reads, newest first. */
  readonly waiting: readonly AuditEntry[];
};

export const nothingNew: LiveState = { shown: [], waiting: [] };

/** With further events, oldest first as the log tells them: shown at once, or held back while somebody reads. */
export function withEvents(state: LiveState, rows: readonly AuditEntry[], isReading: boolean): LiveState {
  const waiting = [...rows.toReversed(), ...state.waiting];
  if (isReading) return rows.length === 0 ? state : { ...state, waiting };
  return waiting.length === 0 ? state : withAllShown({ ...state, waiting });
}

/** With what was held back. */
export function withAllShown(state: LiveState): LiveState {
  return { shown: [...state.waiting, ...state.shown], waiting: [] };
}

/** The rows of the page with the new ones above, each event once: one that had no number yet gets it in its place. */
export function mergeRows(rows: readonly AuditEntry[], shown: readonly AuditEntry[]): readonly AuditEntry[] {
  if (shown.length === 0) return rows;
  const ids = new Set(rows.map((row) => row.id));
  const numbered = new Map(shown.map((event) => [event.id, event]));
  return [...shown.filter((event) => !ids.has(event.id)), ...rows.map((row) => numbered.get(row.id) ?? row)];
}
