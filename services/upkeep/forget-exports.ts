import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/** Rows of exports, with their manifests, after the time that they are kept (services/export/export-row); their events stay. */
export const forgetExports: UpkeepTask = {
  name: "exports",
  run: (tx, now, limit) => tx.$executeRaw`
    DELETE FROM "Export" WHERE "id" IN (
      SELECT "id" FROM "Export" WHERE "expiresAt" < ${now}
      ORDER BY "expiresAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
};
