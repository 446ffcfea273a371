import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Notes of changes after a week: whoever read before them has read again long ago, after an hour at the latest (`isStale`). */
export const forgetContextChanges: UpkeepTask = {
  name: "notes of changes",
  run: (tx, _now, limit) => tx.$executeRaw`
    DELETE FROM "ContextChange" WHERE "id" IN (
      SELECT "id" FROM "ContextChange" WHERE "at" < statement_timestamp() - interval '7 days'
      ORDER BY "at" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
