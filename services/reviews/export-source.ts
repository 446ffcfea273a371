import { z } from "zod";
import { Prisma } from "@/prisma/client/client";
import { type ExportSource, selectColumns } from "@/services/export/source";
import { reviewFields } from "@/services/reviews/review-fields";

/** What may be asked of the export of a review. */
export const reviewExportInput = z.strictObject({ review: reviewFields.reviewId });

const columns = selectColumns([
  ["reviewId", "id", `r."id"`],
  ["reviewName", "text", `r."name"`],
  ["reviewStartedAt", "time", `r."createdAt"`],
  ["reviewDueAt", "time", `r."dueAt"`],
  ["reviewSignedAt", "time?", `r."signedAt"`],
  ["reviewSignedByName", "text?", `r."signedByName"`],
  ["tokenId", "id", `i."tokenId"`],
  ["type", "text", `i."type"::text`],
  ["name", "text", `i."name"`],
  ["notes", "text", `i."notes"`],
  ["prefix", "text", `i."prefix"`],
  ["last4", "text", `i."last4"`],
  ["actsAsName", "text?", `i."actsAsName"`],
  ["permissions", "text", `array_to_string(i."permissions", ' ')`],
  ["organizationName", "text?", `i."organizationName"`],
  ["createdAt", "time", `i."tokenCreatedAt"`],
  ["createdByName", "text", `i."createdByName"`],
  ["disabledAt", "time?", `i."disabledAt"`],
  ["notBefore", "time?", `i."notBefore"`],
  ["expiresAt", "time?", `i."expiresAt"`],
  ["ipAllowList", "ranges", `i."ipAllowList"`],
  ["lastUsedAt", "time?", `i."lastUsedAt"`],
  ["lastAddress", "text?", `i."lastIp"`],
  ["totalUses", "count", `i."totalUses"`],
  ["reviewerName", "text", `w."name"`],
  ["decision", "text", `i."decision"`],
  ["reason", "text", `i."reason"`],
  ["decidedAt", "time?", `i."decidedAt"`],
  ["decidedByName", "text?", `i."decidedByName"`],
  ["changes", "text", `array_to_string(i."changes", ' ')`],
  ["carriedOutAt", "time?", `i."carriedOutAt"`],
  ["carriedOutByName", "text?", `i."carriedOutByName"`],
  ["outcome", "text?", `i."outcome"`],
]);

/**
 * A review's tokens in its order, each as it was when the review began, with what was decided and what became of it. Token columns
 * have the names that the export of tokens gives them. `changes` are those at the decision, and final once it is
 * carried out or the review is signed.
 */
export function reviewsSource(facts: {
  readonly accountId: string;
  readonly reviewId: string;
}): ExportSource {
  const where = Prisma.sql`WHERE i."reviewId" = ${facts.reviewId}::uuid AND i."accountId" = ${facts.accountId}::uuid`;
  return {
    columns,
    from: Prisma.sql`FROM "ReviewItem" i
      JOIN "Review" r ON r."id" = i."reviewId" AND r."accountId" = i."accountId"
      JOIN "ReviewReviewer" w ON w."reviewId" = i."reviewId" AND w."userId" = i."reviewerId" ${where}`,
    countFrom: Prisma.sql`FROM "ReviewItem" i ${where}`,
    order: Prisma.sql`i."position"`,
  };
}
