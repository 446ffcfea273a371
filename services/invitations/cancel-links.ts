import { Prisma } from "@/prisma/client/client";
import type { Transaction } from "@/prisma/client-factory";
import {
  ofOldSecretInSql,
  openLinks,
  unansweredInSql,
  unansweredLinks,
  unexpiredInSql,
} from "@/services/invitations/open-links";
import type { Work } from "@/services/kernel/act";

type Place = Pick<Work, "tx" | "accountId" | "now">;

/**
 * Ends the links of an account that `where` picks. Returns how many were open; expired ones are cancelled too, so that nobody
 * sends them anew, and count for nothing.
 */
export async function cancelLinks(
  { tx, accountId, now }: Place,
  where: Prisma.InvitationWhereInput,
): Promise<number> {
  const data = { cancelledAt: now };
  const { count } = await tx.invitation.updateMany({
    where: { ...where, accountId, ...openLinks(now) },
    data,
  });
  await tx.invitation.updateMany({ where: { ...where, accountId, ...unansweredLinks }, data });
  return count;
}

/** The same for links that a person made: who may no longer let people in must not keep a key to it. */
export function cancelLinksBy(
  tx: Transaction,
  accountId: string,
  createdById: string,
  now: Date,
): Promise<number> {
  return cancelLinks({ tx, accountId, now }, { createdById });
}

/** The same for every token of an account. */
export function cancelLinksOfEveryToken(place: Place): Promise<number> {
  return cancelLinks(place, { createdByTokenId: { not: null } });
}

/** The same for tokens of an account, locked by the caller: how many links of each ended; those without any are left out. */
export async function cancelLinksOfTokens(
  place: Place,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (tokenIds.length === 0) return new Map();
  return cancelByToken(place, Prisma.sql`= ANY(${[...tokenIds]}::uuid[])`);
}

/** The same for what the old secret of a locked token, in the grace period of its rotation, handed out: how many were open. */
export async function cancelLinksOfOldSecret(place: Place, tokenId: string): Promise<number> {
  const counts = await cancelByToken(place, Prisma.sql`= ${tokenId}::uuid AND ${ofOldSecretInSql}`);
  return counts.get(tokenId) ?? 0;
}

/** The same for all that a locked API client obtained: a link goes on for days when the token that handed it out has expired. */
export async function cancelLinksOfClient(place: Place, apiClientId: string): Promise<number> {
  const counts = await cancelByToken(
    place,
    Prisma.sql`IN (
      SELECT "id" FROM "Token" WHERE "accountId" = ${place.accountId}::uuid AND "apiClientId" = ${apiClientId}::uuid)`,
  );
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}

/** How events of tokens and API clients tell it: most have handed out none. */
export function linksInDetails(count: number | undefined): { readonly cancelledLinks?: number } {
  return count ? { cancelledLinks: count } : {};
}

async function cancelByToken({ tx, accountId, now }: Place, isOneOf: Prisma.Sql) {
  // Counted there: a token may have handed out very many.
  const counts = await tx.$queryRaw<{ tokenId: string; links: number }[]>`
    WITH ended AS (
      UPDATE "Invitation" SET "cancelledAt" = ${now}
      WHERE "accountId" = ${accountId}::uuid AND "createdByTokenId" ${isOneOf} AND ${unansweredInSql}
      RETURNING "createdByTokenId" AS "tokenId", ${unexpiredInSql(now)} AS "wasOpen")
    SELECT "tokenId", count(*)::int AS "links" FROM ended WHERE "wasOpen" GROUP BY "tokenId"`;
  return new Map(counts.map(({ tokenId, links }) => [tokenId, links]));
}
