import { createHash } from "node:crypto";
import { type ManifestLog, type ManifestSkip, manifestSkipsMax } from "@/domain/export/manifest";
import type { Database } from "@/prisma/client-factory";
import { readSubtrees } from "@/services/audit/log/read-subtrees";
import type { GapFinder } from "@/services/export/gaps";

/** Gaps whose hashes one round reads. */
const gapsAtOnce = 500;
/** So many may wait while the file goes on: at most so many are left to be proven when its last row has gone by. */
export const gapsWaitingMax = 10_000;

/** The proof of a file's gaps, made while the file streams. */
export type GapProof = {
  /** Proves what waits, beside the file; the file waits for it where it has fallen far behind. Throws when a hash cannot be read. */
  keepUp(): Promise<void>;
  /** Proves the rest. Answers the gaps, or the file that holds them; null when they are more than are proven. */
  finish(size: number): Promise<ManifestLog["skips"]>;
  /** For a file that does not come to its end: writes nothing more, and takes away what it wrote. */
  stop(): Promise<void>;
};

/**
 * Each gap by its subtrees, for the manifest itself or, where they are many, in rows of their own (ExportSkips). At most one round of them is
 * in memory besides those that the manifest holds and those that wait.
 */
export function openGapProof(
  db: Database,
  {
    exportId,
    logId,
    fileName,
  }: { readonly exportId: string; readonly logId: string; readonly fileName: string },
  finder: GapFinder,
): GapProof {
  const file = openSkipFile(db, exportId);
  let inside: ManifestSkip[] | null = [];
  let isStopped = false;
  let isFailed = false;
  let failure: unknown = null;
  let underWay: Promise<void> | null = null;

  const proveRound = async () => {
    const gaps = finder.take(gapsAtOnce);
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
  };
  const goOn = (least: number) => () => !isStopped && !finder.isOver() && finder.waiting() >= least;
  const prove = async (isMore: () => boolean) => {
    try {
      while (isMore()) await proveRound();
    } catch (error) {
      [isFailed, failure] = [true, error];
    } finally {
      underWay = null;
    }
  };
  const settle = async () => {
    await underWay;
    if (isFailed) throw failure;
  };

  return {
    async keepUp() {
      if (isFailed) throw failure;
      if (underWay === null && goOn(gapsAtOnce)()) underWay = prove(goOn(gapsAtOnce));
      if (finder.waiting() > gapsWaitingMax) await settle();
    },
    async finish(size) {
      await settle();
      finder.end(size);
      if (!finder.isOver()) {
        underWay = prove(goOn(1));
        await settle();
      }
      if (finder.isOver()) {
        await file.remove();
        return null;
      }
      return inside ?? { file: fileName, ...file.facts() };
    },
    async stop() {
      isStopped = true;
      await underWay;
      // Whatever is left goes with the export's own row.
      await file.remove().catch(() => undefined);
    },
  };
}

function openSkipFile(db: Database, exportId: string) {
  const hash = createHash("sha256");
  let [n, count, bytes] = [0, 0, 0];
  return {
    async write(skips: readonly ManifestSkip[]) {
      if (skips.length === 0) return;
      const lines = skips.map((skip) => `${JSON.stringify(skip)}\n`).join("");
      hash.update(lines);
      count += skips.length;
      bytes += lines.length;
      await db.exportSkips.create({ data: { exportId, n: n++, lines } });
    },
    async remove() {
      if (n > 0) await db.exportSkips.deleteMany({ where: { exportId } });
    },
    facts: () => ({ count, bytes, sha256: hash.digest("hex") }),
  };
}
