import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Counters of attempts (services/sessions/attempt-throttle) whose time is over; by a day, so that no node's clock is too early. */
export const forgetAttempts: UpkeepTask = {
  name: "attempt counters",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "rate_limit" WHERE "key" IN (
      SELECT "key" FROM "rate_limit" WHERE "expire" < ${daysBefore(now, 1)}
      ORDER BY "expire" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
