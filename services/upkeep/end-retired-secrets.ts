import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/**
 * Secrets whose grace period after a rotation passed an hour ago, so that no node's clock is too early: they verify no more
 * since then, and now their ciphertexts go too (the database deletes them with the secret).
 */
export const endRetiredSecrets: UpkeepTask = {
  name: "secrets after their grace period",
  run: (tx, now, limit) => tx.$executeRaw`
    UPDATE "TokenSecret" SET "destroyedAt" = "retiresAt" WHERE "id" IN (
      SELECT "id" FROM "TokenSecret" WHERE "destroyedAt" IS NULL AND "retiresAt" < ${daysBefore(now, 1 / 24)}
      ORDER BY "retiresAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
