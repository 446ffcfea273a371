import type { Random } from "@/services/seed/demo/random";

export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** The moment `age` days before `now`. */
export function daysBefore(now: Date, age: number): Date {
  return new Date(now.getTime() - age * dayMs);
}

/** The full hour that `at` lies in. */
export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / hourMs) * hourMs);
}

/** The UTC day that `at` lies in. */
export function dayOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / dayMs) * dayMs);
}

/**
 * A moment in office hours (08–17 UTC, Monday to Friday) about `age` days before `now`, never in the last ten minutes and
 * never before `earliest`.
 */
export function officeMoment(now: Date, age: number, random: Random, earliest = 0): Date {
  const day = dayOf(daysBefore(now, age)).getTime();
  const weekday = new Date(day).getUTCDay();
  const monday = weekday === 6 ? 2 * dayMs : weekday === 0 ? dayMs : 0;
  const at = day + monday + 8 * hourMs + Math.floor(random.next() * 9 * hourMs);
  const latest = now.getTime() - 10 * 60_000;
  const bounded = at > latest ? latest - Math.floor(random.next() * hourMs) : at;
  return new Date(Math.max(bounded, earliest));
}
