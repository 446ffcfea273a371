import { readFileSync } from "node:fs";

export type Row = readonly string[];

/** The rows of the tables in docs/operations.md whose head begins so; cells without their backticks, in the order of the page. */
export function tablesOf(head: string): Row[][] {
  const lines = readFileSync("docs/operations.md", "utf8").split("\n");
  return lines.flatMap((line, i) => (line.startsWith(`| ${head} |`) ? [rowsFrom(lines, i + 2)] : []));
}

function rowsFrom(lines: readonly string[], start: number): Row[] {
  const rows: Row[] = [];
  for (let i = start; lines[i]?.startsWith("|"); i += 1) {
    const cells = lines[i]!.split("|").slice(1, -1);
    rows.push(cells.map((cell) => cell.trim().replaceAll("`", "")));
  }
  return rows;
}
