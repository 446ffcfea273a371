import { type LogJson, type LogRow, textFields } from "@/domain/audit/log/log-row";

/** What every event's canonical bytes begin with: their version. */
export const canonicalHead = "keydesk-audit-event/1\n";

const tag = { none: 0x6e, no: 0x66, yes: 0x74, number: 0x64, text: 0x73, list: 0x61, map: 0x6f, seq: 0x69 };
const utf8 = new TextEncoder();
const head = utf8.encode(canonicalHead);

/**
 * A writer of canonical bytes (docs/audit-format.md): what a leaf of the log is the hash of. The bytes it answers are its own and
 * hold until the next row. Rows must have been read by `readLogRow`.
 */
export function openCanonicalWriter(): (row: LogRow) => Uint8Array {
  let bytes = new Uint8Array(8_192);
  let view = new DataView(bytes.buffer);
  let end = 0;

  const makeRoom = (more: number) => {
    if (end + more <= bytes.length) return;
    const larger = new Uint8Array(2 * (end + more));
    larger.set(bytes.subarray(0, end));
    bytes = larger;
    view = new DataView(bytes.buffer);
  };
  const writeTag = (value: number) => {
    makeRoom(9);
    bytes[end++] = value;
  };
  const writeCount = (count: number) => {
    view.setUint32(end, count);
    end += 4;
  };
  const writeLengthAndText = (text: string) => {
    makeRoom(4 + 3 * text.length);
    const start = end + 4;
    let length = text.length <= 64 ? writeAscii(bytes, start, text) : -1;
    if (length < 0) length = utf8.encodeInto(text, bytes.subarray(start)).written;
    writeCount(length);
    end += length;
  };
  const writeText = (text: string) => {
    writeTag(tag.text);
    writeLengthAndText(text);
  };
  const writeValue = (value: LogJson): void => {
    if (typeof value === "string") writeText(value);
    else if (value === null) writeTag(tag.none);
    else if (typeof value === "boolean") writeTag(value ? tag.yes : tag.no);
    else if (typeof value === "number") {
      writeTag(tag.number);
      // Of two zeros there is one.
      view.setFloat64(end, value + 0);
      end += 8;
    } else if (isList(value)) {
      writeTag(tag.list);
      writeCount(value.length);
      for (const member of value) writeValue(member);
    } else writeMap(value);
  };
  const writeMap = (map: { readonly [name: string]: LogJson }) => {
    const names = sortByCodePoint(Object.keys(map));
    writeTag(tag.map);
    writeCount(names.length);
    for (const name of names) {
      writeLengthAndText(name);
      writeValue(map[name]!);
    }
  };

  return (row) => {
    bytes.set(head, 0);
    end = head.length;
    writeText(row.logId);
    writeTag(tag.seq);
    view.setUint32(end, Math.floor(row.seq / 2 ** 32));
    view.setUint32(end + 4, row.seq % 2 ** 32);
    end += 8;
    for (let i = 0; i < textFields.length; i++) {
      const [name, , nullable] = textFields[i]!;
      const text = row[name];
      // CSV has no null: in a field that may be null, nothing and an empty text are the same.
      if (text === null || (text === "" && nullable === "?")) writeTag(tag.none);
      else writeText(text);
    }
    writeMap(row.details);
    return bytes.subarray(0, end);
  };
}

// How many bytes were written; −1 when the text is not all ASCII.
function writeAscii(bytes: Uint8Array, start: number, text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return -1;
    bytes[start + i] = code;
  }
  return text.length;
}

/** Sorts texts by code point, which is the order of their UTF-8; JavaScript's own is by UTF-16 unit. */
function sortByCodePoint(names: string[]): string[] {
  if (names.length < 2) return names;
  return names.sort((a, b) => {
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
      const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
      // Surrogates stand for what lies above all other units.
      if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
    }
    return a.length - b.length;
  });
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function isList(value: object): value is readonly LogJson[] {
  return Array.isArray(value);
}
