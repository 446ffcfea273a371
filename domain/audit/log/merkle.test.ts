import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openFrontier } from "@/domain/audit/log/frontier";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";
import {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  rangeRoot,
  subtreesOf,
} from "@/domain/audit/log/tree-ranges";
import { verifyConsistency, verifyInclusion } from "@/domain/audit/log/verify-proof";

const hasher = treeHasherOf(nodeSha256);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** RFC 6962 §2.1 word for word. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return nodeSha256(new Uint8Array(0));
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeSha256(Buffer.concat([bytes("01"), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))]));
}

const most = 300;
const leaves = Array.from({ length: most }, (_, i) => hasher.leaf(new TextEncoder().encode(`leaf ${i}`)));
const naiveRoots = leaves.map((_, i) => naiveRoot(leaves.slice(0, i))).concat([naiveRoot(leaves)]);
const headOf = (size: number) => ({ size, root: naiveRoots[size]! });
const nodeAt = (level: number, index: number) =>
  naiveRoot(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
const proofOf = (ranges: readonly LeafRange[]) => ranges.map((range) => rangeRoot(hasher, range, nodeAt));

describe("the published vectors of Certificate Transparency", () => {
  const inputs = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ].map((input) => hasher.leaf(bytes(input)));
  const roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];
  const node = (level: number, index: number) =>
    naiveRoot(inputs.slice(index * 2 ** level, (index + 1) * 2 ** level));
  const made = (ranges: readonly LeafRange[]) => ranges.map((range) => hex(rangeRoot(hasher, range, node)));
  const of = (size: number) => ({ size, root: bytes(roots[size]!) });
  const [h5f, h6b, hbc, hca, hd3, h96, h6e, hfa, h0e, hb0] = [
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
  ] as const;

  test("roots of 0 to 8 leaves", () => {
    const frontier = openFrontier(hasher);
    const seen = [hex(frontier.root())];
    for (const leaf of inputs) {
      frontier.append(leaf);
      seen.push(hex(frontier.root()));
    }
    expect(seen).toEqual(roots);
  });

  test.each([
    [0, 1, []],
    [0, 8, [h96, h5f, h6b]],
    [5, 8, [hbc, hca, hd3]],
    [2, 3, [hfa]],
    [1, 5, [h6e, h5f, hbc]],
  ] as const)("inclusion of leaf %i in %i", (index, size, proof) => {
    expect(made(inclusionRanges(index, size))).toEqual(proof);
    expect(verifyInclusion(hasher, inputs[index]!, index, of(size), proof.map(bytes))).toBe(true);
  });

  test.each([
    [1, 1, []],
    [1, 8, [h96, h5f, h6b]],
    [6, 8, [h0e, hca, hd3]],
    [2, 5, [h5f, hbc]],
    [6, 7, [h0e, hb0, hd3]],
  ] as const)("consistency of %i with %i", (older, newer, proof) => {
    expect(made(consistencyRanges(older, newer))).toEqual(proof);
    expect(verifyConsistency(hasher, of(older), of(newer), proof.map(bytes))).toBe(true);
  });
});

test("the frontier has the naive root at every size from 0 to 300, and goes on from where it was kept", () => {
  let frontier = openFrontier(hasher);
  for (let size = 0; size <= most; size++) {
    expect(hex(frontier.root())).toBe(hex(naiveRoots[size]!));
    frontier = openFrontier(hasher, { size, nodes: frontier.nodes() });
    if (size < most) frontier.append(leaves[size]!);
  }
});

test("a frontier is not opened with nodes that its size cannot have, and takes no subtree that cannot begin there", () => {
  expect(() => openFrontier(hasher, { size: 3, nodes: [leaves[0]!] })).toThrow(RangeError);
  expect(() => openFrontier(hasher, { size: -1, nodes: [] })).toThrow(RangeError);
  const frontier = openFrontier(hasher, { size: 1, nodes: [leaves[0]!] });
  expect(() => frontier.appendSubtree(1, leaves[1]!)).toThrow(RangeError);
});

test("at ten million leaves the frontier holds no more than 24 hashes", () => {
  const frontier = openFrontier(hasher, { size: 2 ** 23, nodes: [leaves[0]!] });
  for (let i = 0; i < 1_000; i++) frontier.append(leaves[1]!);
  expect(frontier.size).toBe(2 ** 23 + 1_000);
  expect(frontier.nodes().length).toBeLessThanOrEqual(24);
});

test("subtrees in place of leaves lead to the same root", () => {
  fc.assert(
    fc.property(fc.nat(most), fc.nat(most), fc.nat(most), (a, b, c) => {
      const [from, to, size] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
      const frontier = openFrontier(hasher);
      for (const leaf of leaves.slice(0, from)) frontier.append(leaf);
      for (const { level, index } of subtreesOf({ from, to }))
        frontier.appendSubtree(level, nodeAt(level, index));
      for (const leaf of leaves.slice(to, size)) frontier.append(leaf);
      expect(hex(frontier.root())).toBe(hex(naiveRoots[size]!));
    }),
    { numRuns: 50 },
  );
});

describe("every proof of trees up to 300 leaves", () => {
  const pair = fc.tuple(fc.nat(most - 1), fc.nat(most - 1));

  test("inclusion is accepted, and refused with any bit, index, size or length changed", () => {
    fc.assert(
      fc.property(pair, fc.nat(255), fc.nat(), ([a, b], bit, which) => {
        const [index, size] = [Math.min(a, b), Math.max(a, b) + 1];
        const proof = proofOf(inclusionRanges(index, size));
        const holds = (
          leaf = leaves[index]!,
          at = index,
          tree = headOf(size),
          by: readonly Uint8Array[] = proof,
        ) => verifyInclusion(hasher, leaf, at, tree, by);
        expect(holds()).toBe(true);
        expect(holds(flip(leaves[index]!, bit))).toBe(false);
        expect(holds(undefined, undefined, { size, root: flip(naiveRoots[size]!, bit) })).toBe(false);
        for (const other of [index - 1, index + 1, index + size, -1, 0.5, Number.NaN])
          expect(holds(undefined, other)).toBe(false);
        for (const other of [0, index, 2 * size])
          expect(holds(undefined, undefined, { ...headOf(size), size: other })).toBe(false);
        for (const changed of changesOf(proof, bit, which))
          expect(holds(undefined, undefined, undefined, changed)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test("consistency is accepted, and refused with any bit, size or length changed", () => {
    fc.assert(
      fc.property(pair, fc.nat(255), fc.nat(), ([a, b], bit, which) => {
        const [older, newer] = [Math.min(a, b) + 1, Math.max(a, b) + 1];
        const proof = proofOf(consistencyRanges(older, newer));
        const holds = (from = headOf(older), to = headOf(newer), by: readonly Uint8Array[] = proof) =>
          verifyConsistency(hasher, from, to, by);
        expect(holds()).toBe(true);
        expect(holds({ size: older, root: flip(naiveRoots[older]!, bit) })).toBe(false);
        expect(holds(undefined, { size: newer, root: flip(naiveRoots[newer]!, bit) })).toBe(false);
        if (older !== newer) expect(holds(headOf(newer), headOf(older))).toBe(false);
        for (const changed of changesOf(proof, bit, which))
          expect(holds(undefined, undefined, changed)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test("each single bit of proof, leaf and roots counts", () => {
    const inclusion = proofOf(inclusionRanges(5, 7));
    const consistency = proofOf(consistencyRanges(6, 7));
    for (let bit = 0; bit < 256; bit++) {
      for (const changed of inclusion.map((_, i) => inclusion.with(i, flip(inclusion[i]!, bit))))
        expect(verifyInclusion(hasher, leaves[5]!, 5, headOf(7), changed)).toBe(false);
      expect(verifyInclusion(hasher, flip(leaves[5]!, bit), 5, headOf(7), inclusion)).toBe(false);
      for (const changed of consistency.map((_, i) => consistency.with(i, flip(consistency[i]!, bit))))
        expect(verifyConsistency(hasher, headOf(6), headOf(7), changed)).toBe(false);
    }
  });

  test("the empty tree is the beginning of every tree, and only with its own root", () => {
    expect(verifyConsistency(hasher, headOf(0), headOf(5), [])).toBe(true);
    expect(verifyConsistency(hasher, { size: 0, root: leaves[0]! }, headOf(5), [])).toBe(false);
    expect(verifyConsistency(hasher, headOf(0), headOf(5), [leaves[0]!])).toBe(false);
  });
});

function flip(hash: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(hash);
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}

function changesOf(proof: readonly Uint8Array[], bit: number, which: number): (readonly Uint8Array[])[] {
  const longer = [
    [...proof, leaves[0]!],
    [leaves[0]!, ...proof],
    [...proof, new Uint8Array(0)],
  ];
  if (proof.length === 0) return longer;
  const i = which % proof.length;
  return [
    ...longer,
    proof.slice(1),
    proof.slice(0, -1),
    proof.with(i, flip(proof[i]!, bit)),
    proof.with(i, new Uint8Array(31)),
  ];
}
