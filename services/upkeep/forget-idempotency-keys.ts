import { idempotencyHours } from "@/services/idempotency/repeatable";
import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/** What creations over the HTTP API answered, once a repetition would be carried out anew anyway. */
export const forgetIdempotencyKeys: UpkeepTask = {
  name: "idempotency keys",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "IdempotencyKey" WHERE ("accountId", "tokenId", "key") IN (
      SELECT "accountId", "tokenId", "key" FROM "IdempotencyKey"
      WHERE "createdAt" < ${daysBefore(now, idempotencyHours / 24)}
      ORDER BY "createdAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
