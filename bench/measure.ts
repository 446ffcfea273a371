/** Durations of one case, in milliseconds. */
export type Timing = { readonly p50: number; readonly p95: number; readonly runs: number };

/** The timing of durations in milliseconds. */
export function timingOf(durations: readonly number[]): Timing {
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
  return { p50: at(0.5), p95: at(0.95), runs: sorted.length };
}

/** Runs `work` once and answers how long it took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
