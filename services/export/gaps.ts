import type { LeafRange } from "@/domain/audit/log/tree-ranges";

/** Leaves that a file leaves out, and the number of the row that they lie before; null: they lie after the last one. */
export type Gap = LeafRange & { readonly before: number | null };

/** Finds the gaps between the rows of an audit export while they stream past. */
export type GapFinder = {
  /** A row of a file whose first field is its number, in CSV or JSON. */
  row(bytes: Buffer): void;
  /** All gaps up to `size` leaves, a part at a time; null when they are more than are kept. */
  finish(size: number, atOnce: number): Generator<readonly Gap[]> | null;
};

const [zero, nine] = [48, 57];

/** A finder that keeps at most `gapsMax` gaps, 16 bytes each. */
export function openGapFinder(gapsMax: number): GapFinder {
  let kept = new Float64Array(256);
  let count = 0;
  let last = 0;
  return {
    row(bytes) {
      const seq = numberIn(bytes);
      if (seq > last + 1 && count <= gapsMax) {
        if (2 * count + 2 > kept.length) {
          const larger = new Float64Array(kept.length * 2);
          larger.set(kept);
          kept = larger;
        }
        kept[2 * count] = last;
        kept[2 * count + 1] = seq;
        count += 1;
      }
      last = seq;
    },
    finish(size, atOnce) {
      const isCut = last < size;
      return count + (isCut ? 1 : 0) > gapsMax
        ? null
        : parts(kept, count, isCut ? { last, size } : null, atOnce);
    },
  };
}

function* parts(
  kept: Float64Array,
  count: number,
  end: { last: number; size: number } | null,
  atOnce: number,
): Generator<readonly Gap[]> {
  let part: Gap[] = [];
  for (let i = 0; i < count; i++) {
    const before = kept[2 * i + 1]!;
    part.push({ from: kept[2 * i]!, to: before - 1, before });
    if (part.length < atOnce) continue;
    yield part;
    part = [];
  }
  if (end !== null) part.push({ from: end.last, to: end.size, before: null });
  if (part.length > 0) yield part;
}

// `"48210","…` and `{"seq":48210,"…`: the first digits of the row are its number.
function numberIn(bytes: Buffer): number {
  let at = 0;
  while (bytes[at]! < zero || bytes[at]! > nine) at += 1;
  let value = 0;
  for (; bytes[at]! >= zero && bytes[at]! <= nine; at++) value = value * 10 + bytes[at]! - zero;
  return value;
}
