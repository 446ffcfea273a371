import { done, type Result } from "@/domain/result";
import { findNewestCheckpoint, type SignedCheckpoint } from "@/services/audit/log/current-checkpoint";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** The newest checkpoint of the account's log, for programs that export. Refuses: unauthenticated, insufficient_scope, not_found. */
export async function findExportedCheckpoint(context: Context): Promise<Result<SignedCheckpoint>> {
  return read(context, "export.read", async ({ accountId }) => {
    const newest = await findNewestCheckpoint(context.db, accountId);
    return newest === null
      ? refuseWith("not_found", "No checkpoint is signed yet; ask in a minute.")
      : done(newest);
  });
}
