import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";

export type EligibleReviewer = { readonly userId: string; readonly name: string; readonly email: string };

/**
 * Who may be asked in a review: the active people who may disable and delete tokens themselves, that is administrators
 * (docs/decisions/0017). In a transaction (`lock`) their rights stay until its end.
 */
export async function findEligibleReviewers(
  db: Database | Transaction,
  accountId: string,
  options: { readonly userIds?: readonly string[]; readonly lock?: boolean } = {},
): Promise<EligibleReviewer[]> {
  const { userIds, lock } = options;
  return db.$queryRaw<EligibleReviewer[]>`
    SELECT u."id" AS "userId", u."name", u."email" FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
    WHERE m."accountId" = ${accountId}::uuid AND m."role" = 'administrator' AND u."kind" = 'person'
      AND m."disabledAt" IS NULL AND u."disabledAt" IS NULL
      ${userIds === undefined ? Prisma.empty : Prisma.sql`AND u."id" = ANY(${[...userIds]}::uuid[])`}
    ORDER BY lower(u."name"), u."id" ${lock ? Prisma.sql`FOR SHARE OF u, m` : Prisma.empty}`;
}
