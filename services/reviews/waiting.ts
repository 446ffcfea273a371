import { typedConfirmationDays } from "@/domain/tokens/bounds";
import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";

/** A decision to disable or revoke that is not carried out. */
export type WaitingItem = {
  readonly tokenId: string;
  readonly name: string;
  readonly position: number;
  readonly decision: "disable" | "revoke";
};

type Wanted = { readonly reviewId: string; readonly accountId: string; readonly revision?: number };

export type WaitingCounts = {
  readonly disable: number;
  readonly revoke: number;
  /** To be revoked, and used within `typedConfirmationDays`. */
  readonly inUse: number;
  readonly failed: number;
};

// The first line is that of the partial index in migration add_reviews, word for word.
const condition = ({ reviewId, accountId, revision }: Wanted, after: number) => Prisma.sql`
  i."decision" IN ('disable', 'revoke') AND i."carriedOutAt" IS NULL AND i."reviewId" = ${reviewId}::uuid AND i."position" > ${after}
  AND i."accountId" = ${accountId}::uuid
  ${revision === undefined ? Prisma.empty : Prisma.sql`AND i."decidedRevision" <= ${revision}`}`;

/** The next decisions that wait, in the order of the review. */
export async function findWaiting(
  db: Database | Transaction,
  wanted: Wanted,
  after: number,
  limit: number,
): Promise<WaitingItem[]> {
  return db.$queryRaw<WaitingItem[]>`
    SELECT i."tokenId", i."name", i."position", i."decision" FROM "ReviewItem" i
    WHERE ${condition(wanted, after)} ORDER BY i."position" LIMIT ${limit}`;
}

/** How many wait after a position. */
export async function countWaiting(
  db: Database | Transaction,
  wanted: Wanted,
  after: number,
  now: Date,
): Promise<WaitingCounts> {
  const usedSince = new Date(now.getTime() - typedConfirmationDays * 86_400_000);
  const rows = await db.$queryRaw<[WaitingCounts]>`
    SELECT count(*) FILTER (WHERE i."decision" = 'disable')::int AS "disable",
      count(*) FILTER (WHERE i."decision" = 'revoke')::int AS "revoke",
      count(*) FILTER (WHERE i."decision" = 'revoke' AND a."lastUsedAt" >= ${usedSince} AND t."deletedAt" IS NULL)::int AS "inUse",
      count(*) FILTER (WHERE i."failedAt" IS NOT NULL)::int AS "failed"
    FROM "ReviewItem" i
    LEFT JOIN "TokenActivity" a ON a."tokenId" = i."tokenId" AND a."accountId" = i."accountId"
    LEFT JOIN "Token" t ON t."id" = i."tokenId" AND t."accountId" = i."accountId"
    WHERE ${condition(wanted, after)}`;
  return rows[0];
}
