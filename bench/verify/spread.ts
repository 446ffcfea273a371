/** The median of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** "0.53 (0.49–0.55)": median and range. */
export function spread(values: readonly number[], digits = 2): string {
  const show = (value: number) =>
    value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${show(median(values))} (${show(Math.min(...values))}–${show(Math.max(...values))})`;
}

/** A table in Markdown; all columns but the first are numbers. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|${heads.map((_, i) => (i === 0 ? "---" : "--:")).join("|")}|`;
  return [line(heads), rule, ...rows.map(line)].join("\n");
}
