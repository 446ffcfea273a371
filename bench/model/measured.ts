/** A point that was measured, to compare the model with; from–to where it was measured more than once. */
export type MeasuredPoint = {
  readonly name: string;
  readonly server: "bare" | "verify";
  readonly connections: number;
  readonly perSecond: readonly [from: number, to: number];
  readonly keysPerStatement: number | null;
  readonly p99Ms: number | null;
};

/** Of the 21st of November 2026, two cores that were busy with other things too, 1,000,000 tokens, wrk on the same machine. */
export const measuredPoints: readonly MeasuredPoint[] = [
  {
    name: "bare node:http, 64",
    server: "bare",
    connections: 64,
    perSecond: [53_000, 60_000],
    keysPerStatement: null,
    p99Ms: null,
  },
  {
    name: "verify, 64",
    server: "verify",
    connections: 64,
    perSecond: [14_800, 16_000],
    keysPerStatement: 40,
    p99Ms: 34,
  },
  {
    name: "verify, 256",
    server: "verify",
    connections: 256,
    perSecond: [14_800, 16_000],
    keysPerStatement: 150,
    p99Ms: 46,
  },
];

/** By how much a prediction misses a measured range: 0 inside, 0.1 a tenth above its end, -0.1 a tenth below its beginning. */
export function missOf(predicted: number, [from, to]: readonly [number, number]): number {
  if (predicted > to) return predicted / to - 1;
  if (predicted < from) return predicted / from - 1;
  return 0;
}
