import { createHash } from "node:crypto";
import { toBase64 } from "@/domain/audit/log/base64";
import { parseCheckpointText } from "@/domain/audit/log/checkpoint";
import { type ManifestLog, type ManifestSkip, manifestSkipsMax } from "@/domain/export/manifest";
import type { Database } from "@/prisma/client-factory";
import { consistencyProof } from "@/services/audit/log/consistency-proof";
import type { SignedCheckpoint } from "@/services/audit/log/current-checkpoint";
import { readSubtrees } from "@/services/audit/log/read-subtrees";
import type { GapFinder } from "@/services/export/gaps";

/** The log that an audit export is of, and the checkpoint that it ends at. */
export type LogEnd = {
  readonly logId: string;
  readonly checkpoint: SignedCheckpoint;
  /** The key that signed it, as a "vkey". */
  readonly publicKey: string;
  /** The notes by which keys of the log handed over to their successors, oldest first. */
  readonly handovers: readonly string[];
};

/** Gaps whose hashes one round reads. */
const gapsAtOnce = 500;

/**
 * What a manifest says of the log: each gap by its subtrees, in the manifest itself or, where they are many, in rows of their own
 * (ExportSkips). At most one round of them is in memory besides those that the manifest holds.
 */
export async function proveRows(
  db: Database,
  exportId: string,
  { logId, checkpoint, publicKey, handovers }: LogEnd,
  finder: GapFinder,
  fileName: string,
  earlier: readonly string[],
): Promise<ManifestLog> {
  const origin = checkpoint.note.slice(0, checkpoint.note.indexOf("\n"));
  const proven = await proveEarlier(db, logId, checkpoint.size, earlier);
  const retention = await db.auditRetention.findUnique({ where: { accountId: logId } });
  const droppedThrough = Number(retention?.droppedThrough ?? 0);
  const head = {
    logId,
    origin,
    checkpoint: checkpoint.note,
    publicKey,
    ...(droppedThrough > 0 ? { droppedThrough } : {}),
    ...(handovers.length > 0 ? { handovers: [...handovers] } : {}),
    earlier: proven,
  };
  const parts = finder.finish(checkpoint.size, gapsAtOnce);
  if (parts === null) return { ...head, skips: null };
  let inside: ManifestSkip[] | null = [];
  const file = openSkipFile(db, exportId);
  for (const gaps of parts) {
    const subtrees = await readSubtrees(db, logId, gaps);
    const skips = gaps.map(
      ({ before }, i): ManifestSkip => ({
        before,
        subtrees: subtrees[i]!.map(({ level, root }) => [level, root]),
      }),
    );
    if (inside !== null && inside.length + skips.length > manifestSkipsMax) {
      await file.write(inside);
      inside = null;
    }
    if (inside === null) await file.write(skips);
    else inside.push(...skips);
  }
  return { ...head, skips: inside ?? { file: fileName, ...file.facts() } };
}

function openSkipFile(db: Database, exportId: string) {
  const hash = createHash("sha256");
  let [n, count, bytes] = [0, 0, 0];
  return {
    async write(skips: readonly ManifestSkip[]) {
      const lines = skips.map((skip) => `${JSON.stringify(skip)}\n`).join("");
      hash.update(lines);
      count += skips.length;
      bytes += lines.length;
      await db.exportSkips.create({ data: { exportId, n: n++, lines } });
    },
    facts: () => ({ count, bytes, sha256: hash.digest("hex") }),
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
