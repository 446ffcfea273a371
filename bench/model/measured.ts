import { bareCosts, bareCostsOf256, type Costs, costsOf256, measuredCosts } from "@/bench/model/costs";

/** A point that was measured, to compare the model with; from–to where it was measured more than once. */
export type MeasuredPoint = {
  readonly name: string;
  readonly server: "bare" | "verify";
  readonly connections: number;
  /** Measured in the same loads. */
  readonly costs: Costs;
  readonly perSecond: readonly [from: number, to: number];
  /** The gateway's own key is one of them. */
  readonly keysPerStatement: number | null;
  readonly p99Ms: number | null;
};

/**
 * Of the 21st of November 2026, commit e5344ce, two cores with little else to do, 1,000,000 tokens, wrk on the same machine
 * (bench/results.md: sections peers, verify, p99 and overload; keys at 256 connections in a load by hand).
 */
export const measuredPoints: readonly MeasuredPoint[] = [
  {
    name: "bare node:http, 64",
    server: "bare",
    connections: 64,
    costs: bareCosts,
    perSecond: [57_211, 57_595],
    keysPerStatement: null,
    p99Ms: 8.12,
  },
  {
    name: "bare node:http, 256",
    server: "bare",
    connections: 256,
    costs: bareCostsOf256,
    perSecond: [41_334, 41_334],
    keysPerStatement: null,
    p99Ms: 17.25,
  },
  {
    name: "verify, 64",
    server: "verify",
    connections: 64,
    costs: measuredCosts,
    perSecond: [23_105, 23_715],
    keysPerStatement: 24,
    p99Ms: 9.68,
  },
  {
    name: "verify, 256",
    server: "verify",
    connections: 256,
    costs: costsOf256,
    perSecond: [23_615, 25_339],
    keysPerStatement: 88,
    p99Ms: 29.46,
  },
];

/** By how much a prediction misses a measured range: 0 inside, 0.1 a tenth above its end, -0.1 a tenth below its beginning. */
export function missOf(predicted: number, [from, to]: readonly [number, number]): number {
  if (predicted > to) return predicted / to - 1;
  if (predicted < from) return predicted / from - 1;
  return 0;
}
