import { done, type Result } from "@/domain/result";
import { choicesMax } from "@/domain/tokens/bounds";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import type { TokenFilterOptions } from "@/domain/tokens/token-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

type Named = { readonly id: string; readonly name: string };

/**
 * By whom the grid can be filtered: the users whom tokens act as, those who made tokens, and the organizations; whom `asked` names is
 * among them also where there are more than can be offered, or where they are gone. Refuses: forbidden.
 * @param asked the grid's query, as it was sent; a bad one names nobody
 */
export async function loadTokenFilterOptions(
  context: Context,
  asked: unknown = {},
): Promise<Result<TokenFilterOptions>> {
  return read(context, "token.view", async ({ accountId }) => {
    const { data: query } = tokenQuerySchema.safeParse(asked);
    // From the members, not from the tokens: an account may have a million of these.
    const [actsAs, createdBy, organization] = await Promise.all([
      context.db.$queryRaw<Named[]>`
        SELECT u."id", u."name" FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
        WHERE m."accountId" = ${accountId}::uuid AND EXISTS (
          SELECT 1 FROM "Token" t WHERE t."accountId" = ${accountId}::uuid AND t."actsAsUserId" = u."id"
            AND t."deletedAt" IS NULL AND t."type" <> 'gateway')
        ORDER BY lower(u."name") COLLATE "C", u."id" LIMIT ${choicesMax}`,
      context.db.$queryRaw<Named[]>`
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
    const users = (ids: readonly string[]) => findUsers(context, accountId, ids);
    return done({
      actsAs: await withChosen(actsAs, query?.actsAs, users),
      createdBy: await withChosen(createdBy, query?.createdBy, users),
      organization: await withChosen(organization, query?.organization, (ids) =>
        context.db.organization.findMany({
          where: { accountId, id: { in: [...ids] } },
          select: { id: true, name: true },
        }),
      ),
    });
  });
}

/** What is offered, and behind it what was chosen though it is not: a filter must not show an id. */
async function withChosen(
  offered: readonly Named[],
  chosen: readonly string[] = [],
  find: (ids: readonly string[]) => Promise<readonly Named[]>,
): Promise<readonly Named[]> {
  const known = new Set(offered.map(({ id }) => id));
  const others = chosen.map((id) => id.toLowerCase()).filter((id) => !known.has(id));
  return others.length === 0 ? offered : [...offered, ...(await find(others))];
}

/** Members, also former ones; others' names are nobody's business here. */
function findUsers({ db }: Context, accountId: string, ids: readonly string[]): Promise<Named[]> {
  return db.user.findMany({
    where: { id: { in: [...ids] }, memberships: { some: { accountId } } },
    select: { id: true, name: true },
  });
}
