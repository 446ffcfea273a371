import type { ManifestLog } from "@/domain/export/manifest";
import { describeLogEnd, type LogEnd } from "@/services/export/describe-log-end";
import type { ExportFacts } from "@/services/export/export-row";
import { besideFile } from "@/services/export/file-names";
import type { GapFinder } from "@/services/export/gaps";
import { findEarlierCheckpoints } from "@/services/export/log-end";
import { type GapProof, openGapProof } from "@/services/export/prove-gaps";
import type { Context } from "@/services/kernel/context";

/** What proves an export's rows, made while they go by. */
export type RowsProof = Pick<GapProof, "keepUp" | "stop"> & {
  /** What the manifest says of the log, once all rows have gone by. */
  finish(): Promise<ManifestLog>;
};

/**
 * The proof of an export's rows; null where nothing is to be proven.
 * @param earlierMost to so many checkpoints of earlier exports it proves that the log has only grown since; each costs a proof
 */
export function rowsProof(
  { db }: Pick<Context, "db">,
  { id, account, file }: ExportFacts,
  end: LogEnd | null,
  gaps: GapFinder | null,
  earlierMost: number,
): RowsProof | null {
  if (end === null || gaps === null) return null;
  const facts = { exportId: id, logId: end.logId, fileName: besideFile.skips(file) };
  const { keepUp, stop, finish } = openGapProof(db, facts, gaps);
  return {
    keepUp,
    stop,
    async finish() {
      const earlier = await findEarlierCheckpoints(db, account.id, earlierMost);
      const skips = await finish(Math.min(end.present, end.checkpoint.size));
      return { ...(await describeLogEnd(db, end, earlier)), skips };
    },
  };
}
