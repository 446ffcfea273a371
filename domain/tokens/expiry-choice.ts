/** The expiries that forms offer, in days from now. Any other day can be named. */
export const expiryPresetDays = [7, 30, 90, 365] as const;

/** What a person chose in a form. `keep` leaves an existing expiry as it is; `day` is YYYY-MM-DD in UTC. */
export type ExpiryChoice =
  | { readonly kind: "keep" }
  | { readonly kind: "never" }
  | { readonly kind: "days"; readonly days: number }
  | { readonly kind: "on"; readonly day: string };

/**
 * The moment a choice stands for: null for never, undefined when no valid day is named yet. A day means its last
 * millisecond in UTC, so that "until 3 June" includes the 3rd.
 */
export function decideExpiry(choice: ExpiryChoice, now: Date, current: Date | null): Date | null | undefined {
  if (choice.kind === "keep") return current;
  if (choice.kind === "never") return null;
  if (choice.kind === "days") return new Date(now.getTime() + choice.days * 86_400_000);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(choice.day)) return undefined;
  const end = new Date(`${choice.day}T23:59:59.999Z`);
  // Date turns 31 June into 1 July; a day that does not exist is no day.
  return Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== choice.day ? undefined : end;
}

const dayMs = 86_400_000;

/** The presets that end within the longest life, which is one itself where it is none of them. */
export function presetDaysWithin(lifetimeDaysMax: number | null): readonly number[] {
  if (lifetimeDaysMax === null) return expiryPresetDays;
  const within = expiryPresetDays.filter((days) => days < lifetimeDaysMax);
  return [...within, lifetimeDaysMax];
}

/** A choice that the longest life leaves: the longest life itself where it was longer, or never. What was named or kept stays. */
export function choiceWithin(choice: ExpiryChoice, lifetimeDaysMax: number | null): ExpiryChoice {
  if (lifetimeDaysMax === null) return choice;
  const isBeyond = choice.kind === "never" || (choice.kind === "days" && choice.days > lifetimeDaysMax);
  return isBeyond ? { kind: "days", days: lifetimeDaysMax } : choice;
}

/**
 * The first and the last day (YYYY-MM-DD, UTC) that may be named: tomorrow, and the last that ends within the longest life.
 * Null where that leaves none.
 */
export function dayBounds(
  lifetimeDaysMax: number | null,
  now: Date,
): { readonly first: string; readonly last: string | undefined } | null {
  const first = dayOf(now.getTime() + dayMs);
  if (lifetimeDaysMax === null) return { first, last: undefined };
  const last = dayOf(now.getTime() + lifetimeDaysMax * dayMs - dayMs + 1);
  return last < first ? null : { first, last };
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
