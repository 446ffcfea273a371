import type { UpkeepTask } from "@/services/upkeep/upkeep-task";

/**
 * Secrets that have no copy of their token's facts yet, as an older version made them: look-ups read their tokens meanwhile. A token that is
 * changed beside waits for the secret's row, and then writes the newer copy over this one.
 */
export const copyTokenFacts: UpkeepTask = {
  name: "copies of tokens' facts",
  run: (tx, _now, limit) => tx.$executeRaw`
    WITH waiting AS (
      SELECT "id", "tokenId" FROM "TokenSecret" WHERE "tokenFacts" IS NULL AND "destroyedAt" IS NULL
      ORDER BY "id" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE "TokenSecret" s SET "tokenFacts" = "keydesk_token_facts"(t)
    FROM waiting JOIN "Token" t ON t."id" = waiting."tokenId" WHERE s."id" = waiting."id"`,
};
