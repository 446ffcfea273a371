import { foldNodes, openFrontier } from "@/domain/audit/log/frontier";
import type { TreeHasher } from "@/domain/audit/log/tree-hasher";
import type { LeafRange } from "@/domain/audit/log/tree-ranges";
import { subtreesOf } from "@/domain/audit/log/tree-ranges";

/** The root of a full subtree of 2^level leaves. */
export type TreeNode = { readonly level: number; readonly index: number; readonly hash: Uint8Array };

/** Subtrees are kept of each so many levels; those between are folded from at most 2^8 − 1 neighbours. */
export const storedLevels = 8;

const width = 2 ** storedLevels;

/** A tree to append to that says which subtrees are to be kept. */
export type StoredTree = {
  readonly size: number;
  append(leaf: Uint8Array): void;
  /** Full subtrees of the kept levels that were completed since the last call. */
  takeCompleted(): TreeNode[];
  /** As `openFrontier` takes them: the roots of the full subtrees, largest first. */
  nodes(): Uint8Array[];
  root(): Uint8Array;
};

/**
 * Opens a tree as it was kept, by its size and its right edge. It is one frontier for each kept level: where 256 nodes of one level
 * are full, their root is kept and becomes a node of the next.
 */
export function openStoredTree(
  hasher: TreeHasher,
  kept: { readonly size: number; readonly nodes: readonly Uint8Array[] } = { size: 0, nodes: [] },
): StoredTree {
  // Refuses what cannot be the edge of a tree of that size.
  openFrontier(hasher, kept);
  let { size } = kept;
  const tiers = splitEdge(kept).map((tier) => openFrontier(hasher, tier));
  let completed: TreeNode[] = [];

  const push = (tier: number, hash: Uint8Array) => {
    const frontier = tiers[tier] ?? openFrontier(hasher);
    tiers[tier] = frontier;
    frontier.append(hash);
    if (frontier.size < width) return;
    const root = frontier.root();
    tiers[tier] = openFrontier(hasher);
    const level = storedLevels * (tier + 1);
    completed.push({ level, index: size / 2 ** level - 1, hash: root });
    push(tier + 1, root);
  };
  const nodes = () => tiers.toReversed().flatMap((tier) => tier.nodes());

  return {
    get size() {
      return size;
    },
    append(leaf) {
      size++;
      push(0, leaf);
    },
    takeCompleted() {
      const taken = completed;
      completed = [];
      return taken;
    },
    nodes,
    root: () => foldNodes(hasher, nodes()),
  };
}

// The edge by kept level, lowest first: each 8 bits of the size say how many of its nodes belong there.
function splitEdge({ size, nodes }: { readonly size: number; readonly nodes: readonly Uint8Array[] }) {
  const tiers: { size: number; nodes: Uint8Array[] }[] = [];
  let end = nodes.length;
  for (let rest = size; rest > 0; rest = Math.floor(rest / width)) {
    const part = rest % width;
    const count = part.toString(2).replaceAll("0", "").length;
    tiers.push({ size: part, nodes: nodes.slice(end - count, end) });
    end -= count;
  }
  return tiers;
}

/** What of the kept rows a subtree is folded from: `count` neighbours from `first` on, at a kept level (0: leaves). */
export type StoredSpan = { readonly level: number; readonly first: number; readonly count: number };

/** The full subtrees of a range, each with the kept rows that it is folded from. */
export function storedSpansOf(range: LeafRange): { readonly level: number; readonly span: StoredSpan }[] {
  return subtreesOf(range).map(({ level, index }) => {
    const below = level % storedLevels;
    const count = 2 ** below;
    return { level, span: { level: level - below, first: index * count, count } };
  });
}

/** The root over 2^n neighbours of one level. */
export function foldNeighbours(hasher: TreeHasher, hashes: readonly Uint8Array[]): Uint8Array {
  let layer = hashes;
  while (layer.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < layer.length; i += 2) above.push(hasher.node(layer[i]!, layer[i + 1]!));
    layer = above;
  }
  return layer[0]!;
}
