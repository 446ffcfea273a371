import { toBase64 } from "@/domain/audit/log/base64";
import { parseCheckpointText } from "@/domain/audit/log/checkpoint";
import type { ManifestLog } from "@/domain/export/manifest";
import type { Database } from "@/prisma/client-factory";
import { consistencyProof } from "@/services/audit/log/consistency-proof";
import type { SignedCheckpoint } from "@/services/audit/log/current-checkpoint";

/** The log that an audit export is of, and the checkpoint that it ends at. */
export type LogEnd = {
  readonly logId: string;
  readonly checkpoint: SignedCheckpoint;
  /** How many of its events are there: fewer than the checkpoint has where the log was rolled back. */
  readonly present: number;
  /** The key that signed it, as a "vkey". */
  readonly publicKey: string;
  /** The notes by which keys of the log handed over to their successors, oldest first. */
  readonly handovers: readonly string[];
};

/** What a manifest says of the log, its gaps left out. */
export async function describeLogEnd(
  db: Database,
  { logId, checkpoint, present, publicKey, handovers }: LogEnd,
  earlier: readonly string[],
): Promise<Omit<ManifestLog, "skips">> {
  const origin = checkpoint.note.slice(0, checkpoint.note.indexOf("\n"));
  // Of a log whose end is gone nothing can be proven up to its checkpoint: its rows stop short of it, and every verifier says so.
  const proven = present < checkpoint.size ? [] : await proveEarlier(db, logId, checkpoint.size, earlier);
  const retention = await db.auditRetention.findUnique({ where: { accountId: logId } });
  const droppedThrough = Number(retention?.droppedThrough ?? 0);
  return {
    logId,
    origin,
    checkpoint: checkpoint.note,
    publicKey,
    ...(droppedThrough > 0 ? { droppedThrough } : {}),
    ...(handovers.length > 0 ? { handovers: [...handovers] } : {}),
    earlier: proven,
  };
}

// Each known checkpoint of an earlier export, with the proof that the log has only grown since.
async function proveEarlier(db: Database, logId: string, size: number, notes: readonly string[]) {
  const proven: ManifestLog["earlier"] = [];
  for (const note of notes) {
    const known = parseCheckpointText(note.slice(0, note.indexOf("\n\n") + 1));
    if (known === null || known.size === 0 || known.size >= size) continue;
    const hashes = await consistencyProof(db, logId, known.size, size);
    proven.push({ checkpoint: note, consistency: hashes.map(toBase64) });
  }
  return proven;
}
