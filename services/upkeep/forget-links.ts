import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/** So long an expired invitation stands in the list, to be sent anew. */
export const expiredLinkDays = 30;

/** One-time links (set-up, invitation, reset) that expired a month ago, used or not. What they did is in the audit trail. */
export const forgetLinks: UpkeepTask = {
  name: "one-time links",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "Invitation" WHERE "id" IN (
      SELECT "id" FROM "Invitation" WHERE "expiresAt" < ${daysBefore(now, expiredLinkDays)}
      ORDER BY "expiresAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
