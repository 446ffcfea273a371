import type { TreeHasher } from "@/domain/audit/log/tree-hasher";

/**
 * The right edge of an append-only Merkle tree: the roots of the full subtrees that its leaves fall into, largest first, one for
 * each 1 in the binary form of its size. All that is needed to go on, and to say the root.
 */
export type Frontier = {
  readonly size: number;
  /** A copy, to be kept. */
  nodes(): Uint8Array[];
  append(leaf: Uint8Array): void;
  /** Appends a full subtree of 2^level leaves by its root. Throws where such a subtree cannot begin. */
  appendSubtree(level: number, root: Uint8Array): void;
  /** The tree's root hash; of no leaves: SHA-256 of nothing. */
  root(): Uint8Array;
};

/** A frontier to append to: empty, or as one was kept. Throws when the kept nodes cannot be those of a tree of that size. */
export function openFrontier(
  hasher: TreeHasher,
  kept: { readonly size: number; readonly nodes: readonly Uint8Array[] } = { size: 0, nodes: [] },
): Frontier {
  const levels = levelsOf(kept.size);
  if (levels.length !== kept.nodes.length)
    throw new RangeError(`a tree of ${kept.size} leaves has ${levels.length} such nodes`);
  const hashes = [...kept.nodes];
  let size = kept.size;

  const appendSubtree = (level: number, root: Uint8Array) => {
    const below = levels.at(-1);
    if (below !== undefined && below < level)
      throw new RangeError(`no subtree of level ${level} begins at ${size}`);
    let [hash, at] = [root, level];
    while (levels.length > 0 && levels[levels.length - 1] === at) {
      levels.pop();
      hash = hasher.node(hashes.pop()!, hash);
      at++;
    }
    levels.push(at);
    hashes.push(hash);
    size += 2 ** level;
  };

  return {
    get size() {
      return size;
    },
    nodes: () => [...hashes],
    append: (leaf) => appendSubtree(0, leaf),
    appendSubtree,
    root: () => foldNodes(hasher, hashes),
  };
}

/** The root over the full subtrees that a range of leaves falls into, largest first. */
export function foldNodes(hasher: TreeHasher, nodes: readonly Uint8Array[]): Uint8Array {
  if (nodes.length === 0) return hasher.sha256(new Uint8Array(0));
  let root = nodes[nodes.length - 1]!;
  for (let i = nodes.length - 2; i >= 0; i--) root = hasher.node(nodes[i]!, root);
  return root;
}

// Largest first. Division, since sizes may go past the 32 bits of JavaScript's bit operators.
function levelsOf(size: number): number[] {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`no tree has ${size} leaves`);
  const levels: number[] = [];
  for (let rest = size, level = 0; rest > 0; rest = Math.floor(rest / 2), level++)
    if (rest % 2 === 1) levels.unshift(level);
  return levels;
}
