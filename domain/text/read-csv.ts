import { unguardCell } from "@/domain/text/csv-cell";
import { byteOrderMark } from "@/domain/text/csv-line";

/** A file that is not as `csvLine` writes it; `line` counts records from 1. */
export class MalformedCsv extends Error {
  override readonly name = "MalformedCsv";
  constructor(readonly line: number) {
    super(`record ${line} is not of quoted cells that end with CRLF`);
  }
}

/**
 * Reads what `csvLine` wrote, back to the raw cells: takes off byte order mark, quotes and guards. Strict: throws `MalformedCsv`
 * on anything else, so a file that was cut short or edited is noticed.
 */
export function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let at = text.startsWith(byteOrderMark) ? 1 : 0;
  let cells: string[] = [];
  while (at < text.length) {
    const end = findClosingQuote(text, at);
    if (end === -1) throw new MalformedCsv(records.length + 1);
    cells.push(unguardCell(text.slice(at + 1, end).replaceAll('""', '"')));
    at = end + 1;
    if (text.startsWith("\r\n", at)) {
      records.push(cells);
      cells = [];
      at += 2;
    } else if (text[at] === "," && at + 1 < text.length) at += 1;
    else throw new MalformedCsv(records.length + 1);
  }
  return records;
}

// A doubled quote belongs to the cell.
function findClosingQuote(text: string, start: number): number {
  if (text[start] !== '"') return -1;
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end;
}
