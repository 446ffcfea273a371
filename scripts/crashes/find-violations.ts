import type { Event, Row, State } from "@/scripts/crashes/read-state";
import { isReplayed, replay } from "@/scripts/crashes/replay";
import type { Asked } from "@/scripts/crashes/writers";

/**
 * Compares what writers were told with what is kept: one sentence for each answer without its one event, each event without its
 * effect, each effect without its event, and each gap in the numbers. `before` are the events of the last look, which may not change.
 * @param untold rows from before the first action
 */
export function findViolations(
  asked: readonly Asked[],
  state: State,
  before: readonly Event[],
  untold: ReadonlySet<string>,
): string[] {
  const { rows, violations } = replay(state.events);
  return [
    ...findWrongAnswers(asked, state.events),
    ...violations,
    ...findWrongRows(rows, state.rows, untold),
    ...findWrongNumbers(state, before),
  ];
}

function findWrongAnswers(asked: readonly Asked[], events: readonly Event[]): string[] {
  const byRequest = new Map<string, Event[]>();
  const byTarget = new Map<string, number>();
  for (const event of events) {
    if (!isReplayed(event.action)) continue;
    if (event.requestId !== null)
      byRequest.set(event.requestId, [...(byRequest.get(event.requestId) ?? []), event]);
    const key = `${event.action} ${event.targetId}`;
    byTarget.set(key, (byTarget.get(key) ?? 0) + 1);
  }
  return asked.flatMap((one) => {
    const { action, outcome, requestId, targetId, status } = one;
    if (requestId === null) return [];
    const what = `${action} of ${targetId ?? "?"} (request ${requestId})`;
    const own = byRequest.get(requestId) ?? [];
    if (outcome === "refused" || one.isNothing || one.isReplayed) {
      if (own.length > 0)
        return [`${what} was answered ${status} without effect, and has ${own.length} events`];
      const made = byTarget.get(`${action} ${targetId}`);
      return one.isReplayed && made !== 1
        ? [`${what} was acknowledged again, and has ${made ?? 0} events`]
        : [];
    }
    const matching = own.filter(
      (event) => event.action === action && (targetId === null || event.targetId === targetId),
    ).length;
    if (outcome === "done" && matching !== 1) return [`${what} was acknowledged, and has ${matching} events`];
    return matching <= 1 ? [] : [`${what} has ${matching} events`];
  });
}

function findWrongRows(
  told: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  rows: readonly Row[],
  untold: ReadonlySet<string>,
): string[] {
  const kept = new Map(rows.map((row) => [row.id, row]));
  const found = [...told.keys()]
    .filter((id) => !kept.has(id))
    .map((id) => `${id} has events, and is not there`);
  for (const { kind, id, facts } of rows) {
    const expected = told.get(id);
    if (expected === undefined) {
      if (!untold.has(id)) found.push(`${kind} ${id} is there, and has no event`);
      continue;
    }
    for (const [field, value] of Object.entries(expected)) {
      if (facts[field] !== value) {
        found.push(
          `${kind} ${id}: ${field} is ${JSON.stringify(facts[field])}, and by its events ${JSON.stringify(value)}`,
        );
      }
    }
  }
  return found;
}

function findWrongNumbers({ events, waiting }: State, before: readonly Event[]): string[] {
  const found = waiting === 0 ? [] : [`${waiting} events still wait for a number`];
  const wrong = events.findIndex((event, i) => event.seq !== i + 1);
  if (wrong !== -1) found.push(`the event at place ${wrong + 1} has the number ${events[wrong]?.seq}`);
  const changed = before.findIndex((event, i) => events[i]?.id !== event.id);
  if (changed !== -1) found.push(`number ${changed + 1} named another event before the crash`);
  return found;
}
