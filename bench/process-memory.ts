import { childrenOf, familyOf, readQuietly } from "@/bench/process-family";

/** Resident memory of a process and all that it started, in bytes (Linux). */
export function residentBytes(pid: number): number {
  let total = 0;
  for (const member of familyOf(pid)) {
    const pages = readQuietly(`/proc/${member}/status`).match(/^VmRSS:\s+(\d+) kB/m)?.[1];
    total += Number(pages ?? 0) * 1024;
  }
  return total;
}

/** The child of a process whose command line holds `word`. */
export function findChild(pid: number, word: string): number {
  const found = childrenOf(pid).find((child) => readQuietly(`/proc/${child}/cmdline`).includes(word));
  if (found === undefined) throw new Error(`process ${pid} has no child that runs ${word}`);
  return found;
}

/** Watches the peak of a process while `work` runs: sampled every 20 ms, without forced collections. */
export async function peakDuring<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ peak: number; value: T }> {
  let peak = residentBytes(pid);
  const sampler = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid));
  }, 20);
  try {
    return { value: await work(), peak };
  } finally {
    clearInterval(sampler);
  }
}
