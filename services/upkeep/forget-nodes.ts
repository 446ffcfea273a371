import { shownAfterGoneMs } from "@/domain/nodes/node-status";
import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Processes that were killed, an hour after they were last seen; one that ends in order takes its row with it. The table is tiny. */
export const forgetNodes: UpkeepTask = {
  name: "processes",
  run: (tx, _now, limit) => tx.$executeRaw`
    DELETE FROM "NodeStatus" WHERE "id" IN (
      SELECT "id" FROM "NodeStatus" WHERE "seenAt" < clock_timestamp() - ${shownAfterGoneMs} * interval '1 ms'
      ORDER BY "seenAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
