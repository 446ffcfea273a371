import { type Tally, windowSeconds } from "@/bench/verify/open-loop/open-loop";

/** So many windows in a row must be good; from the first of them on it counts as recovered. */
export const goodInARow = 5;

/** Seconds until the first of some good windows in a row; null where there are none. */
export function findRecovery(windows: readonly Tally[], microsMost: number): number | null {
  const isGood = (one: Tally) => one.ok === one.due && one.p99 <= microsMost;
  const found = windows.findIndex((_, i) => {
    const next = windows.slice(i, i + goodInARow);
    return next.length === goodInARow && next.every(isGood);
  });
  return found === -1 ? null : found * windowSeconds;
}
