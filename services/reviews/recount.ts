import type { Transaction } from "@/prisma/client-factory";

/** Brings reviewers' numbers to what the items say; the caller has locked the review. */
export async function recountReviewers(
  tx: Transaction,
  reviewId: string,
  userIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "ReviewReviewer" r SET "items" = c."items", "decided" = c."decided"
    FROM (
      SELECT w."userId", count(i."tokenId")::int AS "items", count(*) FILTER (WHERE i."decision" <> 'open')::int AS "decided"
      FROM unnest(${[...new Set(userIds)]}::uuid[]) AS w ("userId")
      LEFT JOIN "ReviewItem" i ON i."reviewId" = ${reviewId}::uuid AND i."reviewerId" = w."userId" GROUP BY w."userId") c
    WHERE r."reviewId" = ${reviewId}::uuid AND r."userId" = c."userId"`;
}
