import { fromBase64 } from "@/domain/audit/log/base64";
import { holdsNul, notUtf8, type RowsFormat, readCsvRecord } from "@/domain/audit/verify/file-rows";
import type { FileRecord } from "@/domain/audit/verify/records";
import { leafHashName } from "@/domain/audit/verify/row-spans";
import { parseStrictJson, StrictJsonError } from "@/domain/audit/verify/strict-json";
import { decodeUtf8 } from "@/domain/audit/verify/utf8";

/** A row as a value, with the leaf hash of the file taken off; or what is wrong with its form, in one sentence. */
export type ReadRow =
  | {
      readonly value: Record<string, unknown>;
      /** Its names in the order of the file, that of the leaf hash too. */
      readonly names: readonly string[];
      readonly claimed: Uint8Array | null;
    }
  | string;

/** Reads a row of any format, the slow way: for rows that the quick way does not know, and to say what is wrong with one. */
export function readRow(format: RowsFormat, columns: readonly string[] | null, record: FileRecord): ReadRow {
  try {
    const value = format === "csv" ? readCells(columns ?? [], record) : readObject(record);
    return typeof value === "string" ? value : takeLeafHash(value);
  } catch (error) {
    if (error instanceof StrictJsonError) return error.message;
    throw error;
  }
}

function readObject({ bytes, start, end }: FileRecord): Record<string, unknown> | string {
  const text = decodeUtf8(bytes.subarray(start, end));
  if (text === null) return notUtf8;
  if (text.includes("\0")) return holdsNul;
  if (text.trim() === "") return "It is empty.";
  const value = parseStrictJson(text);
  return isObject(value) ? value : "It is no JSON object.";
}

function readCells(
  columns: readonly string[],
  { bytes, start, end }: FileRecord,
): Record<string, unknown> | string {
  const cells = readCsvRecord(bytes, start, end);
  if (typeof cells === "string") return cells;
  if (cells.length !== columns.length)
    return `It has ${cells.length} cells where the header has ${columns.length}.`;
  const value: Record<string, unknown> = {};
  for (const [i, name] of columns.entries()) define(value, name, cells[i]!);
  if (typeof value.seq === "string" && /^[1-9]\d{0,15}$/.test(value.seq)) value.seq = Number(value.seq);
  if (typeof value.details === "string") value.details = parseStrictJson(value.details);
  return value;
}

// A column may be called anything, "__proto__" too.
function define(value: Record<string, unknown>, name: string, cell: unknown): void {
  Object.defineProperty(value, name, { value: cell, enumerable: true, writable: true, configurable: true });
}

function takeLeafHash(given: Record<string, unknown>): ReadRow {
  const names = Object.keys(given);
  if (!names.includes(leafHashName)) return { value: given, names, claimed: null };
  const { [leafHashName]: hash, ...value } = given;
  if (hash === null || hash === "") return { value, names, claimed: null };
  const claimed = typeof hash === "string" ? fromBase64(hash) : null;
  return claimed?.length === 32 ? { value, names, claimed } : `${leafHashName} is not 32 bytes in base64.`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
