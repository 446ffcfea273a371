import { sessionIdleSecondsMax } from "@/domain/access/session-bounds";
import { keptTokensOf, type UserRemovalFacts } from "@/domain/access/user-removal";
import { done, type Result } from "@/domain/result";
import { needsTypedConfirmation } from "@/domain/tokens/confirmation";
import type { TokenQueryInput } from "@/domain/tokens/query-choices";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import { openLinks } from "@/services/invitations/open-links";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { tokenWhere } from "@/services/tokens/token-where";
import { loadUseOf } from "@/services/tokens/use-last-hour";
import { linksTo } from "@/services/users/links-to";
import { memberId } from "@/services/users/member-id";

const namedMax = 5;

type Place = { readonly accountId: string; readonly userId: string; readonly now: Date };

/**
 * What a removal of the user would end at this moment, for its dialog (screens, "graded friction").
 * Refuses: invalid_input, forbidden, not_found.
 */
export async function loadUserRemovalFacts(
  context: Context,
  untrusted: unknown,
): Promise<Result<UserRemovalFacts>> {
  const parsed = parseInput(memberId, untrusted);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return read(context, "user.remove", async ({ accountId, now }): Promise<Result<UserRemovalFacts>> => {
    const { db } = context;
    const place = { accountId, userId, now };
    const member = await db.membership.findFirst({
      where: { accountId, userId, removedAt: null },
      select: { disabledAt: true, user: { select: { name: true, email: true } } },
    });
    if (member === null) return refuseWith("not_found", "There is no such user.");
    const acting = where({ actsAs: [userId] }, place);
    const clients = { accountId, createdById: userId, deletedAt: null };
    const [sessions, links, tokens, keptClients, firstClients, use] = await Promise.all([
      countSessions(db, place),
      countLinks(db, place, member.user.email),
      loadTokens(db, acting, place),
      db.apiClient.count({ where: clients }),
      db.apiClient.findMany({
        where: clients,
        select: { id: true, name: true },
        orderBy: [{ lastUsedAt: { sort: "desc", nulls: "last" } }, { id: "desc" }],
        take: namedMax,
      }),
      loadUseOf(db, Prisma.sql`SELECT t."id" FROM "Token" t WHERE ${acting}`, now),
    ]);
    const { workingTokens, lastUsedAt, ...counts } = tokens;
    return done({
      ...member.user,
      ...counts,
      ...use,
      // Those of a disabled user are refused already.
      workingTokens: member.disabledAt === null ? workingTokens : 0,
      sessions,
      links,
      keptClients,
      firstClients,
      needsText: needsTypedConfirmation(lastUsedAt, now),
    });
  });
}

function where(query: TokenQueryInput, { accountId, now }: Place): Prisma.Sql {
  return tokenWhere(tokenQuerySchema.parse(query), {
    accountId,
    organizationId: null,
    now,
    goneUserIds: [],
  });
}

async function loadTokens(db: Database, acting: Prisma.Sql, place: Place) {
  const working = where({ actsAs: [place.userId], status: ["active"] }, place);
  const [[counts], firstTokens] = await Promise.all([
    db.$queryRaw<[{ tokens: number; workingTokens: number; keptTokens: number; lastUsedAt: Date | null }]>`
      SELECT count(*)::int AS "tokens", count(*) FILTER (WHERE ${working})::int AS "workingTokens",
        max(a."lastUsedAt") AS "lastUsedAt",
        (SELECT count(*)::int FROM "Token" t WHERE ${where(keptTokensOf(place.userId), place)}) AS "keptTokens"
      FROM "Token" t LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id" WHERE ${acting}`,
    db.$queryRaw<{ name: string; lastUsedAt: Date | null }[]>`
      SELECT t."name", a."lastUsedAt" FROM "Token" t LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
      WHERE ${acting} ORDER BY a."lastUsedAt" DESC NULLS LAST, t."id" DESC LIMIT ${namedMax}`,
  ]);
  return { ...counts, firstTokens };
}

function countSessions(db: Database, { accountId, userId, now }: Place): Promise<number> {
  const seenAfter = new Date(now.getTime() - sessionIdleSecondsMax * 1000);
  return db.session.count({
    where: { accountId, userId, endedAt: null, expiresAt: { gt: now }, lastSeenAt: { gt: seenAfter } },
  });
}

function countLinks(db: Database, { accountId, userId, now }: Place, email: string | null): Promise<number> {
  return db.invitation.count({
    where: {
      accountId,
      ...openLinks(now),
      OR: [{ createdById: userId }, ...linksTo({ userId, email })],
    },
  });
}
