/** SHA-256 of bytes, 32 of them. Given in: Node and browsers have their own, and this room asks neither. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** The hashes of an RFC 6962 tree. Leaves and nodes have different prefixes, so that none can be passed off as the other. */
export type TreeHasher = {
  readonly sha256: Sha256;
  /** SHA-256(0x00 ‖ data). */
  leaf(data: Uint8Array): Uint8Array;
  /** SHA-256(0x01 ‖ left ‖ right). */
  node(left: Uint8Array, right: Uint8Array): Uint8Array;
};

export const hashLength = 32;

/** The hasher of Merkle trees over a SHA-256. */
export function treeHasherOf(sha256: Sha256): TreeHasher {
  let leafInput = new Uint8Array(4_096);
  const nodeInput = new Uint8Array(1 + 2 * hashLength);
  nodeInput[0] = 1;
  return {
    sha256,
    leaf(data) {
      if (leafInput.length <= data.length) leafInput = new Uint8Array(2 * data.length + 1);
      leafInput.set(data, 1);
      return sha256(leafInput.subarray(0, data.length + 1));
    },
    node(left, right) {
      nodeInput.set(left, 1);
      nodeInput.set(right, 1 + hashLength);
      return sha256(nodeInput);
    },
  };
}

/** Whether two hashes are the same. They are public: time tells nothing. */
export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
