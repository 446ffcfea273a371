import type { UseSpan } from "@/domain/tokens/token-views";

export type UseBar = { readonly from: Date; readonly valid: number; readonly refused: number };

/** Every hour of the last two days, or every day of the last thirty, oldest first; spans without calls are there too. */
export function fillUse(spans: readonly UseSpan[], unit: "hour" | "day", now: Date): UseBar[] {
  const ms = unit === "hour" ? 3_600_000 : 86_400_000;
  const count = unit === "hour" ? 48 : 30;
  const last = Math.floor(now.getTime() / ms);
  const known = new Map(spans.map((span) => [Math.floor(span.from.getTime() / ms), span.verdicts]));
  return Array.from({ length: count }, (_, index) => {
    const slot = last - count + 1 + index;
    const verdicts = known.get(slot) ?? {};
    const { valid = 0, ...refusals } = verdicts;
    return {
      from: new Date(slot * ms),
      valid,
      refused: Object.values(refusals).reduce((sum, each) => sum + each, 0),
    };
  });
}

/** Refusals by verdict over all spans, most first. */
export function refusalsByVerdict(spans: readonly UseSpan[]): { verdict: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { verdicts } of spans) {
    for (const [verdict, count] of Object.entries(verdicts))
      if (verdict !== "valid") counts.set(verdict, (counts.get(verdict) ?? 0) + count);
  }
  return [...counts]
    .map(([verdict, count]) => ({ verdict, count }))
    .sort((a, b) => b.count - a.count || a.verdict.localeCompare(b.verdict));
}
