import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { openFrontier } from "@/domain/audit/log/frontier";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { foldNeighbours, openStoredTree, storedSpansOf } from "@/domain/audit/log/stored-tree";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";
import { subtreesOf } from "@/domain/audit/log/tree-ranges";

const hasher = treeHasherOf(nodeSha256);
const leaves = Array.from({ length: 66_700 }, () => new Uint8Array(randomBytes(32)));

// By the definition alone: the root of a full subtree is the node over its two halves.
function rootOf(level: number, index: number): Uint8Array {
  if (level === 0) return leaves[index]!;
  return hasher.node(rootOf(level - 1, 2 * index), rootOf(level - 1, 2 * index + 1));
}

test("a tree that is kept and opened again after any number of leaves has the edge of one that never was, and all kept nodes", () => {
  const whole = openFrontier(hasher);
  let stored = openStoredTree(hasher);
  const kept = new Map<string, Uint8Array>();
  for (const [i, leaf] of leaves.entries()) {
    whole.append(leaf);
    stored.append(leaf);
    const isLookedAt = i < 600 || i % 997 === 0 || Math.abs(i - 65_536) < 3;
    if (!isLookedAt) continue;
    expect(stored.size).toBe(i + 1);
    expect(stored.nodes()).toEqual(whole.nodes());
    expect(stored.root()).toEqual(whole.root());
    for (const { level, index, hash } of stored.takeCompleted()) kept.set(`${level} ${index}`, hash);
    stored = openStoredTree(hasher, { size: stored.size, nodes: stored.nodes() });
  }
  for (const { level, index, hash } of stored.takeCompleted()) kept.set(`${level} ${index}`, hash);
  expect(kept.size).toBe(Math.floor(leaves.length / 256) + 1);
  for (const [place, hash] of kept) {
    const [level, index] = place.split(" ").map(Number) as [number, number];
    expect(hash).toEqual(rootOf(level, index));
  }
});

test("each full subtree of a range is folded from at most 128 kept neighbours", () => {
  for (const range of [
    { from: 0, to: 1 },
    { from: 3, to: 700 },
    { from: 255, to: 66_000 },
    { from: 256, to: 65_536 },
    { from: 0, to: 65_536 },
  ]) {
    const subtrees = subtreesOf(range);
    const spans = storedSpansOf(range);
    expect(spans.map(({ level }) => level)).toEqual(subtrees.map(({ level }) => level));
    for (const [i, { span }] of spans.entries()) {
      expect(span.count).toBeLessThanOrEqual(128);
      const neighbours = Array.from({ length: span.count }, (_, k) => rootOf(span.level, span.first + k));
      expect(foldNeighbours(hasher, neighbours)).toEqual(rootOf(subtrees[i]!.level, subtrees[i]!.index));
    }
  }
});

test("an edge that is none of that size is refused", () => {
  expect(() => openStoredTree(hasher, { size: 300, nodes: leaves.slice(0, 3) })).toThrow(RangeError);
  expect(() => openStoredTree(hasher, { size: -1, nodes: [] })).toThrow(RangeError);
});
