/** An event's place in its log as people read it: 48210 → "#48 210", with no-break spaces. */
export function formatSeq(seq: number): string {
  return `#${String(seq).replace(/\B(?=(\d{3})+$)/g, "\u00a0")}`;
}
