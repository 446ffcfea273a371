import type { Client } from "pg";
import type { LogRow } from "@/domain/audit/log/log-row";
import { leafOf, rootOf } from "@/domain/audit/log/testing/verify-by-the-page.mjs";

/**
 * Where a log's hashes, tree and newest checkpoint are not those of its events, computed anew in the plainest way and of one moment; empty
 * when all is well.
 */
export async function findTreeFaults(client: Client, logId: string): Promise<string[]> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const { rows } = await client.query<LogRow & { hash: Buffer | null }>(rowsText, [logId]);
  const trees = await client.query<{ size: number; nodes: Buffer[]; alarm: string | null }>(
    'SELECT "size"::int AS size, "nodes", "alarm" FROM "AuditTree" WHERE "logId" = $1',
    [logId],
  );
  const checkpoints = await client.query<{ size: number; note: string }>(
    'SELECT "size"::int AS size, "note" FROM "AuditCheckpoint" WHERE "logId" = $1 ORDER BY "size"',
    [logId],
  );
  await client.query("COMMIT");
  const leaves = rows.map(({ hash: _, ...row }) => leafOf(row));
  const tree = trees.rows[0] ?? { size: 0, nodes: [], alarm: null };
  return [
    ...rows.flatMap(({ seq, hash }, i) =>
      hash?.equals(leaves[i]!) ? [] : [`event ${seq} has not the hash of what it says`],
    ),
    ...(tree.size === rows.length
      ? []
      : [`the tree has ${tree.size} leaves, and the log ${rows.length} events`]),
    ...(edgeOf(leaves).equals(Buffer.concat(tree.nodes))
      ? []
      : ["the tree's edge is not that of the log's events"]),
    ...(tree.alarm === null ? [] : [`the log raises the alarm ${tree.alarm}`]),
    ...checkpoints.rows.flatMap(({ size, note }) =>
      note.split("\n")[2] === rootOf(leaves.slice(0, size)).toString("base64")
        ? []
        : [`the checkpoint of ${size} has not the root of its events`],
    ),
  ];
}

// The roots of the full subtrees that the leaves fall into, largest first.
function edgeOf(leaves: readonly Buffer[]): Buffer {
  const roots: Buffer[] = [];
  for (let at = 0, width = 2 ** 30; width >= 1; width /= 2) {
    if (leaves.length - at < width) continue;
    roots.push(rootOf(leaves.slice(at, at + width)));
    at += width;
  }
  return Buffer.concat(roots);
}

const iso = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const rowsText = `
SELECT l."hash", l."logId", l."seq"::int AS seq, l."organizationId", ${iso('l."sealedAt"')} AS "sealedAt", e."id", ${iso('e."at"')} AS "at",
  e."actorKind", e."actorId", e."actorName", e."action", e."outcome", e."targetKind", e."targetId", e."targetName",
  e."ip" AS "address", e."userAgent", e."requestId", e."details"
FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId" WHERE l."logId" = $1 ORDER BY l."seq"`;
