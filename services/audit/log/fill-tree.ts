import { isoTime } from "@/domain/audit/log/iso-time";
import { openStoredTree } from "@/domain/audit/log/stored-tree";
import { isSameHash } from "@/domain/audit/log/tree-hasher";
import { type LogAlarm, sealingAlarms } from "@/domain/audit/log-alarm";
import { asText, type Connection } from "@/prisma/connection";
import { eventTextColumns, readEventTexts } from "@/services/audit/log/event-text";
import { keepTrees } from "@/services/audit/log/keep-tree";
import { leafOf, logHasher } from "@/services/audit/log/leaf-hasher";
import { isRolledBack, readLogHeads, setLogAlarm } from "@/services/audit/log/log-heads";
import { withSealerLock } from "@/services/audit/log/sealer-lock";

const batchSize = 2_000;

export type Filled = {
  /** Leaves that the tree has now and had not before. */
  readonly filled: number;
  /** Why it goes no further; null when all is well. */
  readonly alarm: LogAlarm | null;
};

/**
 * Appends leaves that have a number and are not in their log's tree: those sealed by a version without hashes, in their order and a
 * batch at a time. A leaf that has its hash already must have the one of its event. Null when another process is at it.
 */
export function fillTree(connection: Connection, logId: string, now: Date): Promise<Filled | null> {
  return withSealerLock(connection, async () => {
    const [head] = await readLogHeads(connection, [logId]);
    if (head === undefined || isRolledBack(head)) {
      await setLogAlarm(connection, logId, "rolled_back", now);
      return { filled: 0, alarm: "rolled_back" };
    }
    const { rows } = await connection.query<(string | null)[]>({
      text: leavesText,
      values: [logId, head.size, batchSize],
      rowMode: "array",
      types: asText,
    });
    const tree = openStoredTree(logHasher, head);
    const made: { seq: number; hash: string }[] = [];
    let alarm: LogAlarm | null = null;
    for (const row of rows) {
      const hash = hashOf(row, logId, tree.size + 1);
      if (hash === null) {
        alarm = "unhashable";
        break;
      }
      tree.append(hash);
      if (row[3] === null) made.push({ seq: tree.size, hash: Buffer.from(hash).toString("hex") });
    }
    if (made.length > 0)
      await connection.query(hashesText, [logId, made.map(({ seq }) => seq), made.map(({ hash }) => hash)]);
    if (tree.size > head.size) await keepTrees(connection, new Map([[logId, tree]]));
    const isOurs = sealingAlarms.some((known) => known === head.alarm);
    if (alarm !== head.alarm && (alarm !== null || isOurs)) await setLogAlarm(connection, logId, alarm, now);
    return { filled: tree.size - head.size, alarm };
  });
}

// Null: there is a gap, nothing to take a hash of, or a hash of something else.
function hashOf(row: readonly (string | null)[], logId: string, seq: number): Uint8Array | null {
  const [given, organizationId, sealedAt, kept, ...texts] = row;
  if (Number(given) !== seq) return null;
  const known = kept === null ? null : new Uint8Array(Buffer.from(kept!.slice(2), "hex"));
  // What retention has dropped is in the tree by its hash alone.
  if (texts[0] === null) return known;
  const place = { logId, seq, organizationId: organizationId ?? null, sealedAt: isoTime(sealedAt!) };
  const event = readEventTexts(texts as (string | null)[], place);
  if (typeof event === "string") return null;
  const leaf = leafOf(event);
  return known === null || isSameHash(known, leaf) ? leaf : null;
}

const leavesText = `
SELECT l."seq", l."organizationId", l."sealedAt", l."hash", ${eventTextColumns}
FROM (SELECT * FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" > $2 ORDER BY "seq" LIMIT $3) l
LEFT JOIN "AuditEvent" e ON e."id" = l."eventId" ORDER BY l."seq"`;

const hashesText = `
UPDATE "AuditLeaf" l SET "hash" = decode(h."hash", 'hex')
FROM unnest($2::bigint[], $3::text[]) AS h("seq", "hash") WHERE l."logId" = $1 AND l."seq" = h."seq"`;
