import { guardCell } from "@/domain/text/csv-cell";

/** What a UTF-8 file may begin with so that some spreadsheets take it for UTF-8. */
export const byteOrderMark = "\ufeff";

/** A raw cell as it stands in a line: safe from formulas, and quoted. */
export function csvCell(text: string): string {
  const guarded = guardCell(text);
  return guarded.includes('"') ? `"${guarded.replaceAll('"', '""')}"` : `"${guarded}"`;
}

/** A line of CSV (RFC 4180) out of raw cells: each safe from formulas, each quoted, ended by CRLF (docs/csv.md). */
export function csvLine(cells: readonly string[]): string {
  let line = "";
  for (let i = 0; i < cells.length; i++) line += (i === 0 ? "" : ",") + csvCell(cells[i]!);
  return `${line}\r\n`;
}
