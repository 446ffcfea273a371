import { foldNodes } from "@/domain/audit/log/frontier";
import type { TreeHasher } from "@/domain/audit/log/tree-hasher";

/** Leaves from `from` (counted from 0) up to and without `to`. */
export type LeafRange = { readonly from: number; readonly to: number };

/** The root of the full subtree over the leaves index·2^level … (index + 1)·2^level − 1; level 0 are the leaf hashes. */
export type NodeAt = (level: number, index: number) => Uint8Array;

/** The full subtrees that together hold a range's leaves, from left to right: at most two for each level. */
export function subtreesOf({ from, to }: LeafRange): { readonly level: number; readonly index: number }[] {
  const found: { level: number; index: number }[] = [];
  for (let at = from; at < to; ) {
    let [level, width] = [0, 1];
    while (at % (2 * width) === 0 && at + 2 * width <= to) [level, width] = [level + 1, 2 * width];
    found.push({ level, index: at / width });
    at += width;
  }
  return found;
}

/** The hash that a tree has over a range that a proof asks for. */
export function rangeRoot(hasher: TreeHasher, range: LeafRange, nodeAt: NodeAt): Uint8Array {
  return foldNodes(
    hasher,
    subtreesOf(range).map(({ level, index }) => nodeAt(level, index)),
  );
}

/** The ranges whose hashes prove, in this order, that leaf `index` (from 0) is in the tree of `size` leaves (RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/** The ranges whose hashes prove, in this order, that the tree of `older` leaves is the beginning of that of `newer` (RFC 6962 §2.1.2). */
export function consistencyRanges(older: number, newer: number): LeafRange[] {
  if (!(older >= 0 && older <= newer)) throw new RangeError(`${older} leaves are no beginning of ${newer}`);
  if (older === 0 || older === newer) return [];
  const ranges: LeafRange[] = [];
  let [from, to] = [0, newer];
  while (to !== older) {
    const middle = from + splitOf(to - from);
    if (older <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // The older tree's own root is known to whoever checks; a part of it is not.
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

// The largest power of two below a number of at least 2.
function splitOf(count: number): number {
  let width = 1;
  while (2 * width < count) width *= 2;
  return width;
}
