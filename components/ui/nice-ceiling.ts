/** The next round number (1, 2, 4, 5, 8 or 10 times a power of ten) at or above `value`; at least 2, so halves stay whole. */
export function niceCeiling(value: number): number {
  if (value <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = [1, 2, 4, 5, 8, 10].find((step) => step * power >= value && (step * power) % 2 === 0) ?? 10;
  return lead * power;
}
