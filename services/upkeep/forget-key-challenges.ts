import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Questions to security keys that were not answered in time. */
export const forgetKeyChallenges: UpkeepTask = {
  name: "questions to security keys",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "KeyChallenge" WHERE "id" IN (
      SELECT "id" FROM "KeyChallenge" WHERE "expiresAt" < ${now}
      ORDER BY "expiresAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
