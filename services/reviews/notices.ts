import { done, type Result } from "@/domain/result";
import type { ReviewNotice } from "@/domain/reviews/review-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** Reviews that wait for a person, the one due first: at most so many are named. */
const noticesMax = 20;

/**
 * The reviews that wait for the viewer: for decisions of theirs, or, for who may sign but not decide, for the signature. Cheap: it
 * is asked for every page of the desk. Refuses: forbidden.
 */
export async function loadReviewNotices(context: Context): Promise<Result<readonly ReviewNotice[]>> {
  return read(context, "review.view", async ({ accountId, actor, now }) => {
    if (actor.kind !== "user") return done([]);
    const { userId, role } = actor;
    const rows = await context.db.$queryRaw<Omit<ReviewNotice, "isOverdue">[]>`
      SELECT r."id", r."name", r."dueAt", COALESCE(w."items" - w."decided", 0) AS "open", w."remindedAt", w."remindedByName"
      FROM "Review" r
      LEFT JOIN "ReviewReviewer" w ON w."reviewId" = r."id" AND w."accountId" = r."accountId" AND w."userId" = ${userId}::uuid
      WHERE r."accountId" = ${accountId}::uuid AND r."signedAt" IS NULL AND r."cancelledAt" IS NULL
        AND (w."decided" < w."items" OR (${role === "auditor"} AND
          NOT EXISTS (SELECT 1 FROM "ReviewReviewer" x WHERE x."reviewId" = r."id" AND x."decided" < x."items")
          AND NOT EXISTS (SELECT 1 FROM "ReviewItem" i
            WHERE i."decision" IN ('disable', 'revoke') AND i."carriedOutAt" IS NULL AND i."reviewId" = r."id")))
      ORDER BY r."dueAt", r."id" LIMIT ${noticesMax}`;
    return done(rows.map((row) => ({ ...row, isOverdue: now > row.dueAt })));
  });
}
