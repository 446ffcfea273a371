import { openSpans, type RowSpans, spanPlaces } from "@/domain/audit/verify/row-spans";
import { isUtf8 } from "@/domain/audit/verify/utf8";

const [quote, comma, apostrophe, carriageReturn] = [0x22, 0x2c, 0x27, 0x0d];

/**
 * Finds the cells of a record of CSV as `csvLine` writes it, with quotes and guards taken off; null for whatever else. `names` are
 * the header's.
 */
export function openCsvSpans(
  names: readonly string[],
): ((bytes: Uint8Array, start: number, end: number) => RowSpans | null) | null {
  const places = spanPlaces(names);
  if (places === null) return null;
  const spans = openSpans();
  let cells = new Uint8Array(8_192);

  return (bytes, start, end) => {
    // The line feed is off; the CR before it is the record's too.
    const last = end - 1;
    if (bytes[last] !== carriageReturn) return null;
    if (cells.length < end - start) cells = new Uint8Array(2 * (end - start));
    let at = start;
    let to = 0;
    // Above 0x7F when a byte that is not ASCII was among those of cells.
    let bits = 0;
    for (let i = 0; i < places.length; i++) {
      if (i > 0 && bytes[at++] !== comma) return null;
      if (bytes[at++] !== quote) return null;
      let from = to;
      for (;;) {
        if (at >= last) return null;
        const byte = bytes[at++]!;
        if (byte === quote) {
          if (bytes[at] !== quote) break;
          at++;
        } else if (byte === 0) return null;
        cells[to++] = byte;
        bits |= byte;
      }
      if (cells[from] === apostrophe && to > from) from++;
      spans.starts[places[i]!] = from;
      spans.ends[places[i]!] = to;
    }
    spans.bytes = cells;
    if (at !== last) return null;
    return bits > 0x7f && !isUtf8(bytes, start, end) ? null : spans;
  };
}
