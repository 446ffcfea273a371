import { goneAfterMs, type NodeStatus, shownAfterGoneMs } from "@/domain/nodes/node-status";
import type { Database } from "@/prisma/client-factory";

/**
 * The deployment's processes, those that are gone for less than an hour too, unless another has come in their place. By the database's
 * clock. For operators; others get `noticesOf` them, without names.
 */
export function listNodes(db: Database): Promise<NodeStatus[]> {
  return db.$queryRaw<NodeStatus[]>`
    SELECT "id", "kind", "name", "version", "startedAt", "seenAt", "limitStore", "aloneSince", "usageLagMs", "isLive" FROM (
      SELECT n.*, n."seenAt" > clock_timestamp() - ${goneAfterMs} * interval '1 ms' AS "isLive",
        max(n."startedAt") OVER (PARTITION BY n."kind", n."name") AS "latestStart"
      FROM "NodeStatus" n WHERE n."seenAt" > clock_timestamp() - ${shownAfterGoneMs} * interval '1 ms') n
    WHERE "isLive" OR "startedAt" = "latestStart"
    ORDER BY "kind", "name", "startedAt"`;
}
