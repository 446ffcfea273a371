import { unconfirmedSecondsMax } from "@/domain/second-factors/bounds";
import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Second factors that were begun and never confirmed. They are few: no index is needed to find them. */
export const forgetUnconfirmedFactors: UpkeepTask = {
  name: "unconfirmed second factors",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "SecondFactor" WHERE "id" IN (
      SELECT "id" FROM "SecondFactor"
      WHERE "confirmedAt" IS NULL AND "createdAt" < ${daysBefore(now, unconfirmedSecondsMax / 86_400)}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
