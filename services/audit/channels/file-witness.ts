import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { logAlarms } from "@/domain/audit/log-alarm";
import type { Database } from "@/prisma/client-factory";
import { fileChannel } from "@/services/audit/channels/file";
import { ChannelFailure, type Held, isInDatabase } from "@/services/audit/channels/send-pending";

const line = z.object({ number: z.number(), logId: z.uuid(), size: z.number(), note: z.string() });
type Kept = z.infer<typeof line>;

/** What is kept outside, held against the database. */
export type Witness = { check(now: Date): Promise<void> };

/**
 * Holds the file that checkpoints are appended to against the database, once, and again whenever its last one is not there: where the database
 * lacks one that was brought out, it was restored from an older backup, and the log is halted before it signs another history. A file
 * that was moved away says nothing more: so an operator confirms a restore.
 */
export function fileWitness(
  db: Database,
  path: string,
  log: { warn(facts: object, message: string): void },
): Witness {
  let isChecked = false;
  return {
    async check(now) {
      const last = await lastIn(path);
      if (last === "unreadable") return;
      if (isChecked && (last === null || (await isInDatabase(db, last)))) return;
      const missing: string[] = [];
      for (const kept of (await readNewest(path)).values())
        if (!(await isKnown(db, kept))) missing.push(kept.logId);
      const raised = await raise(db, missing, now);
      for (const logId of raised) log.warn({ logId, alarm: "behind_outside" }, logAlarms.behind_outside);
      isChecked = true;
    },
  };
}

// A file that cannot be read is told by its channel. Signing goes on: there would be no evidence at all without it.
async function lastIn(path: string): Promise<Held | null | "unreadable"> {
  try {
    return (await fileChannel(path).last?.()) ?? null;
  } catch (error) {
    if (error instanceof ChannelFailure) return "unreadable";
    throw error;
  }
}

async function isKnown(db: Database, { logId, size, note }: Kept): Promise<boolean> {
  const row = await db.auditCheckpoint.findUnique({ where: { logId_size: { logId, size: BigInt(size) } } });
  return row?.note === note;
}

/** Halts these logs, lets go on those that are halted and not among them, and says which are halted newly. */
async function raise(db: Database, missing: readonly string[], now: Date): Promise<string[]> {
  await db.$executeRaw`
    UPDATE "AuditTree" SET "alarm" = NULL, "alarmSince" = NULL
    WHERE "alarm" = 'behind_outside' AND "logId" <> ALL (${missing}::uuid[])`;
  const rows = await db.$queryRaw<{ logId: string }[]>`
    INSERT INTO "AuditTree" AS t ("logId", "size", "nodes", "alarm", "alarmSince")
    SELECT "logId", 0, '{}', 'behind_outside', ${now} FROM unnest(${missing}::uuid[]) m("logId")
    ON CONFLICT ("logId") DO UPDATE SET "alarm" = EXCLUDED."alarm", "alarmSince" = EXCLUDED."alarmSince"
      WHERE t."alarm" IS DISTINCT FROM 'behind_outside'
    RETURNING t."logId"`;
  return rows.map((row) => row.logId);
}

async function readNewest(path: string): Promise<Map<string, Kept>> {
  const newest = new Map<string, Kept>();
  for await (const text of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
    const kept = parse(text);
    if (kept && kept.size >= (newest.get(kept.logId)?.size ?? 0)) newest.set(kept.logId, kept);
  }
  return newest;
}

// Half of a line, as a crash leaves it, says nothing.
function parse(text: string): Kept | null {
  try {
    return line.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
