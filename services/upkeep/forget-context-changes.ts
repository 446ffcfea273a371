import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/**
 * Notes of changes after a week: whoever read before them has read again long ago, after an hour at the latest (`isStale`). And those of
 * another server, which came with its backup: this one has not given their numbers yet, and all would read anew until it does.
 */
export const forgetContextChanges: UpkeepTask = {
  name: "notes of changes",
  run: (tx, _now, limit) => tx.$executeRaw`
    DELETE FROM "ContextChange" WHERE "id" IN (
      SELECT "id" FROM "ContextChange" WHERE "at" < statement_timestamp() - interval '7 days'
        OR "xid" >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
      ORDER BY "at" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
