import { done, type Result } from "@/domain/result";
import type { ReviewNotice } from "@/domain/reviews/review-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** Reviews that wait for a person, the one due first: at most so many are named. */
const noticesMax = 20;

/**
 * The reviews that wait for the viewer: for decisions of theirs; once all is decided, for who started it to carry out and sign; and
 * for auditors to sign. Cheap: it is asked for every page of the desk. Refuses: forbidden.
 */
export async function loadReviewNotices(context: Context): Promise<Result<readonly ReviewNotice[]>> {
  return read(context, "review.view", async ({ accountId, actor, now }) => {
    if (actor.kind !== "user") return done([]);
    const { userId, role } = actor;
    const rows = await context.db.$queryRaw<Omit<ReviewNotice, "isOverdue">[]>`
      SELECT n."id", n."name", n."dueAt", n."open", n."remindedAt", n."remindedByName",
        CASE WHEN n."open" > 0 THEN 'decide' WHEN n."waits" THEN 'carry_out' ELSE 'sign' END AS "next"
      FROM (
        SELECT r."id", r."name", r."dueAt", r."createdById", w."remindedAt", w."remindedByName",
          COALESCE(w."items" - w."decided", 0) AS "open",
          NOT EXISTS (SELECT 1 FROM "ReviewReviewer" x WHERE x."reviewId" = r."id" AND x."decided" < x."items") AS "decided",
          EXISTS (SELECT 1 FROM "ReviewItem" i
            WHERE i."decision" IN ('disable', 'revoke') AND i."carriedOutAt" IS NULL AND i."reviewId" = r."id") AS "waits"
        FROM "Review" r
        LEFT JOIN "ReviewReviewer" w ON w."reviewId" = r."id" AND w."accountId" = r."accountId" AND w."userId" = ${userId}::uuid
        WHERE r."accountId" = ${accountId}::uuid AND r."signedAt" IS NULL AND r."cancelledAt" IS NULL) n
      WHERE n."open" > 0 OR (n."decided" AND CASE ${role} WHEN 'auditor' THEN NOT n."waits" ELSE n."createdById" = ${userId}::uuid END)
      ORDER BY n."dueAt", n."id" LIMIT ${noticesMax}`;
    return done(rows.map((row) => ({ ...row, isOverdue: now > row.dueAt })));
  });
}
