import { listedTokenTypeNames } from "@/domain/tokens/types";
import { Prisma } from "@/prisma/client/client";
import type { Work } from "@/services/kernel/act";
import { deleteAndAudit } from "@/services/tokens/delete-tokens";
import { lockTokens } from "@/services/tokens/lock-tokens";

/** A million tokens take minutes; nothing of it is visible, or lost, before the end. */
export const revokeTimeoutMs = 900_000;
const batchSize = 1000;

/** Which live tokens of the account: all of them, one owner's personal ones, an organization's, or those that act as a user. */
export type EveryToken = {
  readonly personalOf: string | null;
  readonly organizationId?: string;
  readonly actsAsUserId?: string;
};

/** How many tokens: of people, and of API clients on top of these. */
export type EveryCount = { readonly count: number; readonly ofClients: number };

/**
 * Locks all live tokens that `which` says, in the order of their ids, and counts them. By a cursor, so that no statement of it takes longer
 * than one may, however many there are.
 */
export async function lockEvery(
  { tx, accountId, now }: Work,
  which: EveryToken,
  lockedAtOnce = 20_000,
): Promise<EveryCount> {
  await tx.$executeRaw`
    DECLARE "every" NO SCROLL CURSOR FOR
    SELECT t."apiClientId" FROM "Token" t WHERE ${condition(accountId, now, which)} ORDER BY t."id" FOR UPDATE`;
  let [count, ofClients] = [0, 0];
  for (;;) {
    const fetched = await tx.$queryRawUnsafe<{ apiClientId: string | null }[]>(
      `FETCH ${lockedAtOnce} FROM "every"`,
    );
    const taken = fetched.filter((row) => row.apiClientId !== null).length;
    ofClients += taken;
    count += fetched.length - taken;
    if (fetched.length < lockedAtOnce) break;
  }
  await tx.$executeRaw`CLOSE "every"`;
  return { count, ofClients };
}

/** Deletes all live tokens that `which` says, batch by batch in this one transaction, with an event for each. */
export async function deleteEvery(work: Work, which: EveryToken): Promise<number> {
  let count = 0;
  let after = { createdAt: new Date(0), id: "00000000-0000-0000-0000-000000000000" };
  for (;;) {
    const batch = await work.tx.$queryRaw<{ id: string; createdAt: Date }[]>`
      SELECT t."id", t."createdAt" FROM "Token" t
      WHERE ${condition(work.accountId, work.now, which)} AND (t."createdAt", t."id") > (${after.createdAt}, ${after.id}::uuid)
      ORDER BY t."createdAt", t."id" LIMIT ${batchSize}`;
    const last = batch.at(-1);
    if (last === undefined) return count;
    const ids = batch.map((row) => row.id);
    const tokens = (await lockTokens(work, ids)).filter((token) => token.deletedAt === null);
    await deleteAndAudit(work, tokens);
    count += tokens.length;
    after = last;
  }
}

// What an API client obtained counts until it expires, and waits then for the clean-up.
function condition(accountId: string, now: Date, which: EveryToken): Prisma.Sql {
  const { personalOf, organizationId, actsAsUserId } = which;
  const live = Prisma.sql`t."accountId" = ${accountId}::uuid AND t."deletedAt" IS NULL
    AND t."type"::text = ANY(${[...listedTokenTypeNames]}::text[]) AND t."type" <> 'gateway'
    AND (t."apiClientId" IS NULL OR t."expiresAt" > ${now})`;
  if (organizationId !== undefined)
    return Prisma.sql`${live} AND t."organizationId" = ${organizationId}::uuid`;
  if (actsAsUserId !== undefined) return Prisma.sql`${live} AND t."actsAsUserId" = ${actsAsUserId}::uuid`;
  return personalOf === null
    ? live
    : Prisma.sql`${live} AND t."type" = 'personal' AND t."actsAsUserId" = ${personalOf}::uuid`;
}
