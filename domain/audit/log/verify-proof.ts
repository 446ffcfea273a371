import { hashLength, isSameHash, type TreeHasher } from "@/domain/audit/log/tree-hasher";

/** A tree as a checkpoint names it. */
export type TreeHead = { readonly size: number; readonly root: Uint8Array };

/** Whether a proof shows that `leaf` is the leaf `index` (from 0) of a tree (RFC 9162 §2.1.3.2). */
export function verifyInclusion(
  hasher: TreeHasher,
  leaf: Uint8Array,
  index: number,
  tree: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(index) || !isCount(tree.size) || index >= tree.size) return false;
  if (![leaf, tree.root, ...proof].every(isHash)) return false;
  let [at, last, hash] = [index, tree.size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = hasher.node(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else hash = hasher.node(hash, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSameHash(hash, tree.root);
}

/** Whether a proof shows that the older tree is the beginning of the newer one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(
  hasher: TreeHasher,
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(older.size) || !isCount(newer.size) || older.size > newer.size) return false;
  if (![older.root, newer.root, ...proof].every(isHash)) return false;
  const isPossible = (tree: TreeHead) =>
    tree.size > 0 || isSameHash(tree.root, hasher.sha256(new Uint8Array(0)));
  if (!isPossible(older) || !isPossible(newer)) return false;
  if (older.size === newer.size) return proof.length === 0 && isSameHash(older.root, newer.root);
  if (older.size === 0) return proof.length === 0;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // A full older tree is a node of the newer one: the proof need not repeat it.
  const hashes = at === 0 ? [older.root, ...proof] : proof;
  const first = hashes[0];
  if (first === undefined) return false;
  let [before, after] = [first, first];
  for (const sibling of hashes.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = hasher.node(sibling, before);
      after = hasher.node(sibling, after);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else after = hasher.node(after, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && isSameHash(before, older.root) && isSameHash(after, newer.root);
}

const half = (n: number) => Math.floor(n / 2);
const isCount = (n: number) => Number.isSafeInteger(n) && n >= 0;
const isHash = (hash: Uint8Array) => hash.length === hashLength;
