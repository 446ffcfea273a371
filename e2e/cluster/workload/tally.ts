/** Counts of a run, by name. */
export type Tally = {
  count(kind: string, outcome: string): void;
  /** Operations that were answered with what they asked for, or refused. */
  answered(): number;
  byKind(): Record<string, Record<string, number>>;
};

/** Outcomes that say nothing of the state. */
export const silentOutcomes: readonly string[] = ["unknown", "unavailable", "unsent", "failed"];

export function createTally(): Tally {
  const kinds = new Map<string, Map<string, number>>();
  let answered = 0;
  return {
    count(kind, outcome) {
      const outcomes = kinds.get(kind) ?? new Map<string, number>();
      kinds.set(kind, outcomes);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (!silentOutcomes.includes(outcome)) answered += 1;
    },
    answered: () => answered,
    byKind: () =>
      Object.fromEntries(
        [...kinds].sort().map(([kind, outcomes]) => [kind, Object.fromEntries([...outcomes].sort())]),
      ),
  };
}
