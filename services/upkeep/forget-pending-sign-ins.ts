import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Sign-ins whose second step did not come in time, or came. What they did is in the audit trail. */
export const forgetPendingSignIns: UpkeepTask = {
  name: "pending sign-ins",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "PendingSignIn" WHERE "id" IN (
      SELECT "id" FROM "PendingSignIn" WHERE "expiresAt" < ${now}
      ORDER BY "expiresAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
