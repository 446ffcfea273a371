import { done, type Result } from "@/domain/result";
import { choicesMax } from "@/domain/tokens/bounds";
import type { TokenFilterOptions } from "@/domain/tokens/token-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/**
 * By whom the grid can be filtered: the users whom tokens act as, those who made tokens, and the organizations.
 * Refuses: forbidden.
 */
export async function loadTokenFilterOptions(context: Context): Promise<Result<TokenFilterOptions>> {
  return read(context, "token.view", async ({ accountId }) => {
    // From the members, not from the tokens: an account may have a million of these.
    const [actsAs, createdBy, organization] = await Promise.all([
      context.db.$queryRaw<{ id: string; name: string }[]>`
        SELECT u."id", u."name" FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
        WHERE m."accountId" = ${accountId}::uuid AND EXISTS (
          SELECT 1 FROM "Token" t WHERE t."accountId" = ${accountId}::uuid AND t."actsAsUserId" = u."id"
            AND t."deletedAt" IS NULL AND t."type" <> 'gateway')
        ORDER BY lower(u."name") COLLATE "C", u."id" LIMIT ${choicesMax}`,
      context.db.$queryRaw<{ id: string; name: string }[]>`
        SELECT u."id", u."name" FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
        WHERE m."accountId" = ${accountId}::uuid AND EXISTS (
          SELECT 1 FROM "Token" t WHERE t."accountId" = ${accountId}::uuid AND t."createdById" = u."id"
            AND t."deletedAt" IS NULL AND t."type" <> 'gateway')
        ORDER BY lower(u."name") COLLATE "C", u."id" LIMIT ${choicesMax}`,
      context.db.organization.findMany({
        where: { accountId, deletedAt: null },
        select: { id: true, name: true },
        orderBy: [{ name: "asc" }, { id: "asc" }],
        take: choicesMax,
      }),
    ]);
    return done({ actsAs, createdBy, organization });
  });
}
