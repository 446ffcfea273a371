import {
  detailsPlace,
  openSpans,
  type RowSpans,
  seqPlace,
  spanPlaces,
} from "@/domain/audit/verify/row-spans";
import { isUtf8 } from "@/domain/audit/verify/utf8";

const quote = 0x22;
const [open, close, openList, closeList, backslash] = [0x7b, 0x7d, 0x5b, 0x5d, 0x5c];

/**
 * Finds the values of a row of JSON as the export writes it: on one line, no blanks between, the same names in the same order as in
 * the first row. Null for whatever else, such as a text with an escape.
 */
export function openJsonSpans(
  names: readonly string[],
): ((bytes: Uint8Array, start: number, end: number) => RowSpans | null) | null {
  const utf8 = new TextEncoder();
  const fields = spanPlaces(names)?.map((place, i) => ({
    place,
    head: utf8.encode(`${i === 0 ? "{" : ","}"${names[i]}":`),
  }));
  if (fields === undefined) return null;
  const spans = openSpans();

  return (bytes, start, end) => {
    let at = start;
    // Above 0x7F when a byte that is not ASCII was among those of texts.
    let bits = 0;
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      const place = field.place;
      const head = field.head;
      for (let j = 0; j < head.length; j++) if (bytes[at++] !== head[j]) return null;
      let from = at;
      const first = bytes[at];
      if (first === quote) {
        from = ++at;
        for (let byte = bytes[at]!; byte !== quote; byte = bytes[++at]!) {
          if (at >= end || byte === backslash || byte < 0x20) return null;
          bits |= byte;
        }
        spans.ends[place] = at++;
        // In these two no text may stand.
        if (place === detailsPlace || place === seqPlace) return null;
      } else if (first === open) {
        at = endOfGroup(bytes, at, end);
        if (at < 0 || place !== detailsPlace || !isUtf8(bytes, from, at)) return null;
        spans.ends[place] = at;
      } else if (first === 0x6e) {
        if (bytes[at + 1] !== 0x75 || bytes[at + 2] !== 0x6c || bytes[at + 3] !== 0x6c) return null;
        at += 4;
        from = -1;
      } else {
        if (place !== seqPlace) return null;
        while (at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39) at++;
        spans.ends[place] = at;
      }
      spans.starts[place] = from;
    }
    spans.bytes = bytes;
    if (bytes[at] !== close || at !== end - 1) return null;
    return bits > 0x7f && !isUtf8(bytes, start, end) ? null : spans;
  };
}

// The place after the object that begins at `start`; its inside is judged later.
function endOfGroup(bytes: Uint8Array, start: number, end: number): number {
  let depth = 0;
  let isInText = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === backslash) return -1;
    if (byte === quote) isInText = !isInText;
    else if (!isInText) {
      if (byte === open || byte === openList) depth++;
      else if ((byte === close || byte === closeList) && --depth === 0) return at + 1;
    }
  }
  return -1;
}
