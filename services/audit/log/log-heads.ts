import type { LogAlarm } from "@/domain/audit/log-alarm";
import { asLogAlarm } from "@/domain/audit/log-alarm";
import type { Connection } from "@/prisma/connection";

/** How far a log has come, by each of the tables that say so. */
export type LogHead = {
  readonly logId: string;
  /** The newest number. */
  readonly seq: number;
  /** How many leaves the tree has. */
  readonly size: number;
  readonly nodes: readonly Uint8Array[];
  /** The size of the newest checkpoint. */
  readonly signedSize: number;
  readonly alarm: LogAlarm | null;
};

/** Reads how far logs have come. For the sealer, which holds its lock: nobody else moves them on. */
export async function readLogHeads(connection: Connection, logIds: readonly string[]): Promise<LogHead[]> {
  const { rows } = await connection.query({ name: "keydesk-log-heads", text, values: [logIds] });
  return rows.map((row) => ({
    logId: row.logId,
    seq: Number(row.seq),
    size: Number(row.size),
    nodes: row.nodes,
    signedSize: Number(row.signedSize),
    alarm: asLogAlarm(row.alarm),
  }));
}

const text = `
SELECT log."id" AS "logId", t."alarm", coalesce(t."size", 0) AS "size", coalesce(t."nodes", '{}') AS "nodes",
  coalesce((SELECT max(l."seq") FROM "AuditLeaf" l WHERE l."logId" = log."id"), 0) AS "seq",
  coalesce((SELECT max(c."size") FROM "AuditCheckpoint" c WHERE c."logId" = log."id"), 0) AS "signedSize"
FROM unnest($1::uuid[]) log("id") LEFT JOIN "AuditTree" t ON t."logId" = log."id"`;

/** True when rows are gone that the tree or a checkpoint still knows of. */
export function isRolledBack(head: LogHead): boolean {
  return head.seq < Math.max(head.size, head.signedSize);
}

/** Notes why a log goes no further, or that all is well again. */
export async function setLogAlarm(
  connection: Connection,
  logId: string,
  alarm: LogAlarm | null,
  now: Date,
): Promise<void> {
  await connection.query(
    `INSERT INTO "AuditTree" ("logId", "size", "nodes", "alarm", "alarmSince") VALUES ($1, 0, '{}', $2, CASE WHEN $2::text IS NOT NULL THEN $3::timestamptz END)
     ON CONFLICT ("logId") DO UPDATE SET "alarm" = EXCLUDED."alarm",
       "alarmSince" = CASE WHEN EXCLUDED."alarm" IS NULL THEN NULL ELSE coalesce("AuditTree"."alarmSince", EXCLUDED."alarmSince") END`,
    [logId, alarm, now],
  );
}
