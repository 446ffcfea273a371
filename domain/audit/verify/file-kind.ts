import { handoverHead } from "@/domain/audit/log/handover";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";

/** What a file is, by its first bytes; `not`: nothing that can be verified, with a sentence about what it is. */
export type FileKind =
  | { readonly kind: "rows"; readonly format: RowsFormat }
  | { readonly kind: "manifest" | "checkpoint" | "handover" | "gaps" | "key" | "empty" }
  | { readonly kind: "not"; readonly detail: string };

/** As many bytes of a file's beginning as `fileKindOf` looks at. */
export const startBytes = 65_536;

const signs: readonly (readonly [readonly number[], string])[] = [
  [[0x1f, 0x8b], "It is compressed with gzip. Unpack it first."],
  [[0x28, 0xb5, 0x2f, 0xfd], "It is compressed with Zstandard. Unpack it first."],
  [[0x42, 0x5a, 0x68], "It is compressed with bzip2. Unpack it first."],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "It is compressed with xz. Unpack it first."],
  [[0x37, 0x7a, 0xbc, 0xaf], "It is a 7-Zip archive. Unpack it first."],
  [[0xd0, 0xcf, 0x11, 0xe0], "It is an old Excel workbook. Give the file as it was downloaded."],
  [[0x25, 0x50, 0x44, 0x46], "It is a PDF. Give the file as it was downloaded."],
  [[0xff, 0xfe], "It is UTF-16: another program has saved it anew. Give the file as it was downloaded."],
  [[0xfe, 0xff], "It is UTF-16: another program has saved it anew. Give the file as it was downloaded."],
];
const blanks = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Says what a file is. It is only looked at: whether it is a good one of its kind is judged later. */
export function fileKindOf(start: Uint8Array): FileKind {
  if (start.length === 0) return { kind: "empty" };
  const sign = signs.find(([bytes]) => bytes.every((byte, i) => start[i] === byte));
  if (sign !== undefined) return { kind: "not", detail: sign[1] };
  const text = Array.from(start.subarray(0, 4_096), (byte) => String.fromCharCode(byte)).join("");
  if (text.startsWith("PK\x03\x04")) return { kind: "not", detail: archiveOf(start) };
  if (text.includes("-----BEGIN ")) return { kind: "key" };
  const first = start.find((byte) => !blanks.has(byte));
  const body = text.startsWith("\xef\xbb\xbf") ? text.slice(3) : text;
  if (body.startsWith(`${handoverHead}\n`)) return { kind: "handover" };
  if (body.startsWith('"')) return { kind: "rows", format: "csv" };
  if (first === 0x5b) return { kind: "rows", format: "json" };
  if (body.startsWith('{"before":')) return { kind: "gaps" };
  if (body.startsWith('{"event":"keydesk.audit.checkpoint"')) return { kind: "checkpoint" };
  if (first === 0x7b) return isManifest(text) ? { kind: "manifest" } : { kind: "rows", format: "jsonl" };
  if (/^[^\n]{1,512}\/audit\/[0-9a-f-]{36}\n\d+\n/.test(text)) return { kind: "checkpoint" };
  return { kind: "not", detail: detailOf(body, start) };
}

// Rows have no such member, and manifests begin with it however they are laid out.
function isManifest(text: string): boolean {
  return /^\s*\{\s*"version"\s*:\s*\d+\s*,\s*"product"\s*:/.test(text);
}

function archiveOf(start: Uint8Array): string {
  const text = Array.from(start, (byte) => String.fromCharCode(byte)).join("");
  return text.includes("xl/") || text.includes("[Content_Types].xml")
    ? "It is an Excel workbook (xlsx): a spreadsheet has saved the file anew. Give the file as it was downloaded."
    : "It is a ZIP archive. Unpack it first.";
}

function detailOf(text: string, start: Uint8Array): string {
  if (start[0] === 0) return "It begins with NUL bytes: it is damaged, or no text at all.";
  if (/^(seq|id|logId|at)\s*[;,\t]/.test(text) || /^[A-Za-z]+;[A-Za-z]+;/.test(text))
    return "Its cells are not in quotes, or semicolons stand between them: a spreadsheet has saved the file anew. Give the file as it was downloaded.";
  if (/^\s*</.test(text))
    return "It is HTML or XML, as of a page that was saved. Give the file as it was downloaded.";
  return "It is no export of Keydesk.";
}
