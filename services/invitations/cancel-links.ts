import type { Transaction } from "@/prisma/client-factory";
import type { Work } from "@/services/kernel/act";

/**
 * Ends every open link that a person made in an account: who may no longer let people in must not keep a key to it.
 * Returns how many.
 */
export async function cancelLinksBy(
  tx: Transaction,
  accountId: string,
  createdById: string,
  now: Date,
): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { accountId, createdById, usedAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  });
  return count;
}

type Place = Pick<Work, "tx" | "accountId" | "now">;

/** The same for tokens of an account, locked by the caller: how many links of each ended; those without any are left out. */
export async function cancelLinksOfTokens(
  { tx, accountId, now }: Place,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  if (tokenIds.length === 0) return counts;
  const ended = await tx.$queryRaw<{ tokenId: string }[]>`
    UPDATE "Invitation" SET "cancelledAt" = ${now}
    WHERE "accountId" = ${accountId}::uuid AND "createdByTokenId" = ANY(${[...tokenIds]}::uuid[])
      AND "usedAt" IS NULL AND "cancelledAt" IS NULL
    RETURNING "createdByTokenId" AS "tokenId"`;
  for (const { tokenId } of ended) counts.set(tokenId, (counts.get(tokenId) ?? 0) + 1);
  return counts;
}

/** The same for all that a locked API client obtained: a link goes on for days when the token that handed it out has expired. */
export async function cancelLinksOfClient(
  { tx, accountId, now }: Place,
  apiClientId: string,
): Promise<number> {
  return tx.$executeRaw`
    UPDATE "Invitation" SET "cancelledAt" = ${now}
    WHERE "accountId" = ${accountId}::uuid AND "usedAt" IS NULL AND "cancelledAt" IS NULL
      AND "createdByTokenId" IN (
        SELECT "id" FROM "Token" WHERE "accountId" = ${accountId}::uuid AND "apiClientId" = ${apiClientId}::uuid)`;
}

/** The same for every token of an account. */
export async function cancelLinksOfEveryToken({ tx, accountId, now }: Place): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { accountId, createdByTokenId: { not: null }, usedAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  });
  return count;
}

/** How events of tokens and API clients tell it: most have handed out none. */
export function linksInDetails(count: number | undefined): { readonly cancelledLinks?: number } {
  return count ? { cancelledLinks: count } : {};
}
