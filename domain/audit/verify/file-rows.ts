import { type FileRecord, openRecords } from "@/domain/audit/verify/records";
import { decodeUtf8 } from "@/domain/audit/verify/utf8";
import { readCsv } from "@/domain/text/read-csv";

/** The formats of exports that can be read back. */
export type RowsFormat = "csv" | "json" | "jsonl";

/** Where a file stops being what Keydesk writes, so that it cannot be read on. */
export type BrokenFile = {
  readonly line: number;
  readonly reason: "malformed" | "truncated";
  readonly detail: string;
};

/** The rows of a file in any format, one record each, without what stands around them. */
export type FileRows = {
  push(chunk: Uint8Array): void;
  /** The next row; null: push more, or it is `broken`. */
  next(): FileRecord | null;
  /** After the last piece. */
  finish(): BrokenFile | null;
  readonly broken: BrokenFile | null;
  /** The line that the next record begins on. */
  line(): number;
  /** The header of CSV, once it is read. */
  readonly columns: readonly string[] | null;
};

const [comma, lineFeed] = [0x2c, 0x0a];
const mark = [0xef, 0xbb, 0xbf];

/** Opens the rows of a file: strict, as all readers of evidence; a byte order mark is Keydesk's own in CSV alone. */
export function openFileRows(format: RowsFormat): FileRows {
  const records = openRecords(format === "csv" ? "csv" : "lines");
  let columns: readonly string[] | null = null;
  let broken: BrokenFile | null = null;
  // Of a JSON list: what may come next.
  let list: "open" | "first" | "row" | "more" | "closed" = "open";

  const breakAt = (line: number, detail: string, reason: BrokenFile["reason"] = "malformed") => {
    broken ??= { line, reason, detail };
    return null;
  };

  const readHeader = (record: FileRecord): boolean => {
    const { bytes, end } = record;
    const start = mark.every((byte, i) => bytes[record.start + i] === byte) ? record.start + 3 : record.start;
    const cells = readCsvRecord(bytes, start, end);
    if (typeof cells === "string") return breakAt(1, `The header is not one of Keydesk's. ${cells}`) !== null;
    if (new Set(cells).size !== cells.length) return breakAt(1, "The header names a column twice.") !== null;
    columns = cells;
    return true;
  };

  // "[", then a row on each line with a comma before the next, then "]".
  const readListLine = (record: FileRecord): FileRecord | null | "again" => {
    const { bytes, start, end, line } = record;
    const isOnly = (char: string) => end - start === 1 && bytes[start] === char.charCodeAt(0);
    if (list === "closed") return breakAt(line, "Something follows the end of the list.");
    if (list === "open") {
      list = "first";
      return isOnly("[") ? "again" : breakAt(line, notOurList);
    }
    if (isOnly("]")) {
      if (list === "row") return breakAt(line, "The list ends where a row was to come.");
      list = "closed";
      return "again";
    }
    if (list === "more") return breakAt(line, "There is no comma after the row before.");
    list = bytes[end - 1] === comma ? "row" : "more";
    if (list === "row") record.end--;
    return record;
  };

  return {
    push: records.push,
    line: records.line,
    get broken() {
      return broken;
    },
    get columns() {
      return columns;
    },
    next() {
      while (broken === null) {
        const record = records.next();
        if (record === null)
          return records.isTooLong() ? breakAt(records.line(), "The line is longer than 1 MB.") : null;
        if (format === "csv" && columns === null) {
          if (!readHeader(record)) return null;
        } else if (format === "json") {
          const read = readListLine(record);
          if (read !== "again") return read;
        } else return record;
      }
      return null;
    },
    finish() {
      if (broken !== null) return broken;
      if (records.isCutShort())
        return { line: records.line(), reason: "truncated", detail: "The file stops in the midst of a row." };
      if (format === "csv" && columns === null)
        return { line: 1, reason: "truncated", detail: "The file is empty: not even the header is there." };
      if (format === "json" && list !== "closed")
        return { line: records.line(), reason: "truncated", detail: "The list is not closed." };
      return null;
    },
  };
}

const notOurList =
  "It is no list as Keydesk writes it, a row on each line: another program has saved it anew.";

/** The cells of one record of CSV, without quotes and guards; or why it is none. */
export function readCsvRecord(bytes: Uint8Array, start: number, end: number): string[] | string {
  const whole = bytes[end] === lineFeed ? end + 1 : end;
  const text = decodeUtf8(bytes.subarray(start, whole));
  if (text === null) return notUtf8;
  if (text.includes("\0")) return holdsNul;
  if (!text.startsWith('"')) return `Its cells are not all in quotes.${hintOfSpreadsheet(text)}`;
  try {
    const [cells, ...more] = readCsv(text);
    return cells !== undefined && more.length === 0 ? cells : "It is no record of quoted cells.";
  } catch {
    const lineEnd = text.endsWith("\r\n") ? "" : " Lines do not end with CR LF.";
    return `It is no record of quoted cells with commas between.${lineEnd}${hintOfSpreadsheet(text)}`;
  }
}

export const notUtf8 =
  "It is not UTF-8: the file was saved in another encoding, such as Windows-1252, or is damaged.";
export const holdsNul = "It holds NUL bytes: the file is damaged, or in another encoding.";

function hintOfSpreadsheet(text: string): string {
  if (/^"?[^",;]*"?;/.test(text))
    return " Semicolons stand between cells: a spreadsheet has saved the file anew.";
  if (/^"?[^",\t]*"?\t/.test(text))
    return " Tabs stand between cells: a spreadsheet has saved the file anew.";
  return text.startsWith('"') ? "" : " A spreadsheet or an editor has saved the file anew.";
}
