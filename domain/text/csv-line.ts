import { guardCell } from "@/domain/text/csv-cell";

/** What a UTF-8 file may begin with so that some spreadsheets take it for UTF-8. */
export const byteOrderMark = "\ufeff";

/** A line of CSV (RFC 4180) out of raw cells: each safe from formulas, each quoted, ended by CRLF (docs/csv.md). */
export function csvLine(cells: readonly string[]): string {
  let line = "";
  for (const cell of cells) line += `${line === "" ? "" : ","}${quote(guardCell(cell))}`;
  return `${line}\r\n`;
}

function quote(text: string): string {
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`;
}
