import { openStoredTree, type StoredTree } from "@/domain/audit/log/stored-tree";
import { asText, type Connection } from "@/prisma/connection";
import { eventTextColumns, readEventTexts } from "@/services/audit/log/event-text";
import { keepTrees } from "@/services/audit/log/keep-tree";
import { leafOf, logHasher } from "@/services/audit/log/leaf-hasher";
import { isRolledBack, type LogHead, readLogHeads, setLogAlarm } from "@/services/audit/log/log-heads";
import { withSealerLock } from "@/services/audit/log/sealer-lock";

/** Events that one transaction moves: some tens of milliseconds. */
export const sealBatchSize = 2_000;

export type SealedBatch = {
  /** How many events were taken from the queue. */
  readonly taken: number;
  /** Logs whose trees lack leaves that have a number: they are to be filled up first (services/audit/log/fill-tree). */
  readonly behind: readonly string[];
  /** Logs that are shorter than what was signed: they go no further. */
  readonly rolledBack: readonly string[];
  /** Events that got no number: they have no contents, or none that a log can hold. Only who bypasses Keydesk writes such. */
  readonly unnumbered: readonly { readonly eventId: string; readonly reason: string }[];
};

type Leaf = {
  readonly logId: string;
  readonly seq: number;
  readonly eventId: string;
  readonly organizationId: string | null;
  readonly hash: Uint8Array | null;
};

type TakenRow = [logId: string, eventId: string, organizationId: string | null, ...texts: (string | null)[]];

/**
 * Gives waiting events their places and hashes, at most `limit` of them in one transaction; null when another process is at it.
 * Within a batch the order is that of writing, which is that of cause and effect.
 */
export function sealBatch(connection: Connection, now: Date, limit: number): Promise<SealedBatch | null> {
  return withSealerLock(connection, async () => {
    const waiting = await connection.query<{ logId: string }>(waitingText, [limit]);
    const heads = await readLogHeads(
      connection,
      waiting.rows.map((row) => row.logId),
    );
    const rolledBack = heads.filter(isRolledBack).map((head) => head.logId);
    for (const logId of rolledBack) await setLogAlarm(connection, logId, "rolled_back", now);
    const behind = heads
      .filter((head) => head.seq > head.size && head.alarm === null)
      .map((head) => head.logId);
    const left = new Set([...rolledBack, ...behind]);
    const open = heads.filter((head) => !left.has(head.logId));
    const { rows } = await connection.query<(string | null)[]>({
      name: "keydesk-seal",
      text: takeText,
      values: [open.map((head) => head.logId), limit],
      rowMode: "array",
      types: asText,
    });
    const { leaves, trees, unnumbered } = place(rows, open, now);
    await insertLeaves(connection, leaves, now);
    await keepTrees(connection, trees);
    return { taken: rows.length, behind, rolledBack, unnumbered };
  });
}

function place(rows: readonly (string | null)[][], heads: readonly LogHead[], now: Date) {
  const headOf = new Map(heads.map((head) => [head.logId, head]));
  const seqOf = new Map(heads.map((head) => [head.logId, head.seq]));
  const trees = new Map<string, StoredTree>();
  const leaves: Leaf[] = [];
  const unnumbered: { eventId: string; reason: string }[] = [];
  const sealedAt = now.toISOString();
  for (const [logId, eventId, organizationId, ...texts] of rows as TakenRow[]) {
    const head = headOf.get(logId)!;
    const seq = seqOf.get(logId)! + 1;
    const row =
      texts[0] === null
        ? "It has no contents."
        : readEventTexts(texts, { logId, seq, organizationId, sealedAt });
    if (typeof row === "string") {
      unnumbered.push({ eventId, reason: row });
      continue;
    }
    seqOf.set(logId, seq);
    // A log whose tree cannot be filled up goes on with numbers, and without hashes.
    const hash = head.size === head.seq ? leafOf(row) : null;
    leaves.push({ logId, seq, eventId, organizationId, hash });
    if (hash === null) continue;
    const tree = trees.get(logId) ?? openStoredTree(logHasher, head);
    trees.set(logId, tree);
    tree.append(hash);
  }
  return { leaves, trees, unnumbered };
}

async function insertLeaves(connection: Connection, leaves: readonly Leaf[], now: Date): Promise<void> {
  if (leaves.length === 0) return;
  await connection.query({
    name: "keydesk-seal-leaves",
    text: leavesText,
    values: [
      leaves.map((leaf) => leaf.logId),
      leaves.map((leaf) => leaf.seq),
      leaves.map((leaf) => leaf.eventId),
      leaves.map((leaf) => leaf.organizationId),
      leaves.map((leaf) => (leaf.hash === null ? null : Buffer.from(leaf.hash).toString("hex"))),
      now,
    ],
  });
}

const waitingText = `
SELECT DISTINCT p."logId" FROM (
  SELECT p."logId" FROM "AuditPending" p LEFT JOIN "AuditTree" t ON t."logId" = p."logId"
  WHERE coalesce(t."alarm", '') <> ALL ('{rolled_back,behind_outside}') ORDER BY p."n" LIMIT $1
) p`;

const takeText = `
WITH taken AS (
  DELETE FROM "AuditPending" WHERE "n" = ANY (ARRAY(
    SELECT "n" FROM "AuditPending" WHERE "logId" = ANY ($1::uuid[]) ORDER BY "n" LIMIT $2))
  RETURNING "n", "logId", "eventId"
)
SELECT t."logId", t."eventId", CASE e."targetKind" WHEN 'organization' THEN e."targetId" ELSE k."organizationId" END, ${eventTextColumns}
FROM taken t LEFT JOIN "AuditEvent" e ON e."id" = t."eventId"
LEFT JOIN "Gateway" g ON e."targetKind" = 'gateway' AND g."id" = e."targetId"
LEFT JOIN "Token" k ON k."id" = CASE e."targetKind" WHEN 'token' THEN e."targetId" WHEN 'gateway' THEN g."tokenId" END
  AND k."accountId" = e."accountId"
ORDER BY t."n"`;

const leavesText = `
INSERT INTO "AuditLeaf" ("logId", "seq", "eventId", "organizationId", "hash", "sealedAt")
SELECT "logId", "seq", "eventId", "organizationId", decode("hash", 'hex'), $6
FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::uuid[], $5::text[])
  AS l("logId", "seq", "eventId", "organizationId", "hash")`;
