import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import type { LogRow } from "@/domain/audit/log/log-row";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { treeHasherOf } from "@/domain/audit/log/tree-hasher";

/** The hasher of this deployment's trees. */
export const logHasher = treeHasherOf(nodeSha256);

const write = openCanonicalWriter();

/** The leaf of an event (docs/audit-format.md). */
export function leafOf(row: LogRow): Uint8Array {
  return logHasher.leaf(write(row));
}
