import { endedClientTokenDays } from "@/domain/oauth/client-bounds";
import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

/**
 * Tokens that API clients obtained and that ended long ago: clients may make thousands a day. Their events stay in the audit trail
 * (who obtained which, until when, who revoked it), and so do the counts of calls by hour; a found string of one is unknown from then on.
 */
export const forgetClientTokens: UpkeepTask = {
  name: "tokens of API clients",
  run: async (tx, now, limit) => {
    const ended = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Token" WHERE "apiClientId" IS NOT NULL AND "expiresAt" < ${daysBefore(now, endedClientTokenDays)}
      ORDER BY "expiresAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
    if (ended.length === 0) return 0;
    const ids = ended.map(({ id }) => id);
    // What refers to a token goes before it.
    await tx.$executeRaw`DELETE FROM "TokenCaller" WHERE "tokenId" = ANY(${ids}::uuid[])`;
    await tx.$executeRaw`DELETE FROM "TokenActivity" WHERE "tokenId" = ANY(${ids}::uuid[])`;
    await tx.$executeRaw`DELETE FROM "TokenSecret" WHERE "tokenId" = ANY(${ids}::uuid[])`;
    return tx.$executeRaw`DELETE FROM "Token" WHERE "id" = ANY(${ids}::uuid[])`;
  },
};
