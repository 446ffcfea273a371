import type { Random } from "@/e2e/cluster/workload/random";

/** A time between two arrivals of a Poisson process, by its mean. */
export function drawExponential(random: Random, mean: number): number {
  return -mean * Math.log(1 - random());
}
