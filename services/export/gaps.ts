import type { LeafRange } from "@/domain/audit/log/tree-ranges";

/** Leaves that a file leaves out, and the number of the row that they lie before; null: they lie after the last one. */
export type Gap = LeafRange & { readonly before: number | null };

/** Finds the gaps between the rows of an audit export while they stream past. */
export type GapFinder = {
  /** A row of a file whose first field is its number, in CSV or JSON. */
  row(bytes: Buffer): void;
  /** No more rows: what is left up to `size` leaves is a gap too. */
  end(size: number): void;
  /** How many gaps are found, and not taken yet. */
  waiting(): number;
  /** The next gaps, in their order, at most so many; they are kept no longer. */
  take(most: number): readonly Gap[];
  /** True when there were more than are to be proven. */
  isOver(): boolean;
};

const [zero, nine] = [48, 57];

/** A finder that takes note of at most `gapsMax` gaps; each that waits is 16 bytes. */
export function openGapFinder(gapsMax: number): GapFinder {
  let kept = new Float64Array(256);
  // Of those kept: the first that waits, and where the next goes.
  let [first, next] = [0, 0];
  let [found, last] = [0, 0];
  let after: Gap | null = null;
  const makeRoom = () => {
    const waiting = kept.subarray(2 * first, 2 * next);
    const roomy = waiting.length * 2 > kept.length ? new Float64Array(kept.length * 2) : kept;
    roomy.set(waiting);
    [kept, next, first] = [roomy, next - first, 0];
  };
  return {
    row(bytes) {
      const seq = numberIn(bytes);
      if (seq > last + 1) {
        found += 1;
        if (found <= gapsMax) {
          if (2 * next + 2 > kept.length) makeRoom();
          kept[2 * next] = last;
          kept[2 * next + 1] = seq;
          next += 1;
        }
      }
      last = seq;
    },
    end(size) {
      if (last >= size) return;
      found += 1;
      after = { from: last, to: size, before: null };
    },
    waiting: () => next - first + (after === null ? 0 : 1),
    take(most) {
      const taken: Gap[] = [];
      for (; first < next && taken.length < most; first++) {
        const before = kept[2 * first + 1]!;
        taken.push({ from: kept[2 * first]!, to: before - 1, before });
      }
      if (after !== null && taken.length < most) {
        taken.push(after);
        after = null;
      }
      return taken;
    },
    isOver: () => found > gapsMax,
  };
}

// `"48210","…` and `{"seq":48210,"…`: the first digits of the row are its number.
function numberIn(bytes: Buffer): number {
  let at = 0;
  while (bytes[at]! < zero || bytes[at]! > nine) at += 1;
  let value = 0;
  for (; bytes[at]! >= zero && bytes[at]! <= nine; at++) value = value * 10 + bytes[at]! - zero;
  return value;
}
