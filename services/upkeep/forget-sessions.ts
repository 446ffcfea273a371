import { knownAddressDays } from "@/domain/access/session-bounds";
import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/**
 * Sessions that ended so long ago that their address counts as unknown again. The last one of a person in an account stays: it
 * says when the person was last seen, and which account to open.
 */
export const forgetSessions: UpkeepTask = {
  name: "sessions",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "Session" WHERE "id" IN (
      SELECT s."id" FROM "Session" s
      WHERE s."expiresAt" < ${daysBefore(now, knownAddressDays)} AND EXISTS (
        SELECT 1 FROM "Session" later
        WHERE later."userId" = s."userId" AND later."accountId" IS NOT DISTINCT FROM s."accountId"
          AND (later."lastSeenAt", later."id") > (s."lastSeenAt", s."id"))
      ORDER BY s."expiresAt" LIMIT ${limit} FOR UPDATE OF s SKIP LOCKED)`,
};
