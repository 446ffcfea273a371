import type { Frontier } from "@/domain/audit/log/frontier";
import type { TreeHasher } from "@/domain/audit/log/tree-hasher";

/**
 * The leaves of a log from one on, while the hashes of those before are not known yet: the full subtrees that they fall into, at most
 * two for each level. Such a part can be appended to a tree as soon as there is one.
 */
export type LateTree = {
  /** Leaves before the first one here. */
  readonly from: number;
  /** Leaves of the log up to the last one here. */
  readonly size: number;
  append(leaf: Uint8Array): void;
  /** From here on new subtrees begin, so that the tree will be passing through this size when it is told. */
  cut(): void;
  /** Appends all of it to a tree of `from` leaves; `onCut` is called at its end, and wherever it was cut. */
  appendTo(tree: Frontier, onCut: () => void): void;
};

type Subtree = { readonly level: number; readonly root: Uint8Array };

/** Opens the part of a log behind its first `from` leaves. */
export function openLateTree(hasher: TreeHasher, from: number): LateTree {
  const cuts: Subtree[][] = [];
  let open: Subtree[] = [];
  let size = from;
  return {
    from,
    get size() {
      return size;
    },
    append(leaf) {
      let [level, root] = [0, leaf];
      size++;
      // The left one of two that become one must begin where such a pair can.
      for (
        let last = open.at(-1);
        last?.level === level && size % 2 ** (level + 1) === 0;
        last = open.at(-1)
      ) {
        open.pop();
        root = hasher.node(last.root, root);
        level++;
      }
      open.push({ level, root });
    },
    cut() {
      cuts.push(open);
      open = [];
    },
    appendTo(tree, onCut) {
      for (const part of [...cuts, open]) {
        for (const { level, root } of part) tree.appendSubtree(level, root);
        onCut();
      }
    },
  };
}
