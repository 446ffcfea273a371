import type { ManifestLog } from "@/domain/export/manifest";
import type { ExportFacts } from "@/services/export/export-row";
import { besideFile } from "@/services/export/file-names";
import type { GapFinder } from "@/services/export/gaps";
import { findEarlierCheckpoints } from "@/services/export/log-end";
import { type LogEnd, proveRows } from "@/services/export/prove-rows";
import type { Context } from "@/services/kernel/context";

/**
 * What proves an export's rows once they are read, to be asked for then; null where nothing is to be proven.
 * @param earlierMost to so many checkpoints of earlier exports it proves that the log has only grown since; each costs a proof
 */
export function rowsProof(
  context: Context,
  facts: ExportFacts,
  end: LogEnd | null,
  gaps: GapFinder | null,
  earlierMost: number,
): (() => Promise<ManifestLog>) | null {
  if (end === null || gaps === null) return null;
  return async () => {
    const earlier = await findEarlierCheckpoints(context.db, facts.account.id, earlierMost);
    return proveRows(context.db, facts.id, end, gaps, besideFile.skips(facts.file), earlier);
  };
}
