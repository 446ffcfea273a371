import type { StoredTree } from "@/domain/audit/log/stored-tree";
import type { Connection } from "@/prisma/connection";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Keeps what was appended to trees: their edges, and the subtrees that were completed. In the sealer's transaction. */
export async function keepTrees(
  connection: Connection,
  trees: ReadonlyMap<string, StoredTree>,
): Promise<void> {
  const edges: object[] = [];
  const nodes: object[] = [];
  for (const [logId, tree] of trees) {
    edges.push({ logId, size: tree.size, nodes: tree.nodes().map(hex) });
    for (const { level, index, hash } of tree.takeCompleted())
      nodes.push({ logId, level, index, hash: hex(hash) });
  }
  if (nodes.length > 0) await connection.query(insertNodes, [JSON.stringify(nodes)]);
  if (edges.length > 0) await connection.query(upsertTrees, [JSON.stringify(edges)]);
}

// A tree that is built anew, because its edge was lost, meets its own nodes again.
const insertNodes = `
INSERT INTO "AuditNode" ("logId", "level", "index", "hash")
SELECT "logId", "level", "index", decode("hash", 'hex')
FROM jsonb_to_recordset($1::jsonb) AS n("logId" uuid, "level" smallint, "index" bigint, "hash" text)
ON CONFLICT DO NOTHING`;

const upsertTrees = `
INSERT INTO "AuditTree" ("logId", "size", "nodes")
SELECT "logId", "size", ARRAY(SELECT decode(h, 'hex') FROM jsonb_array_elements_text("nodes") WITH ORDINALITY AS u(h, i) ORDER BY i)
FROM jsonb_to_recordset($1::jsonb) AS t("logId" uuid, "size" bigint, "nodes" jsonb)
ON CONFLICT ("logId") DO UPDATE SET "size" = EXCLUDED."size", "nodes" = EXCLUDED."nodes"`;
