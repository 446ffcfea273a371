import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { reviewListFields } from "@/domain/reviews/review-query";
import { type ReviewState, reviewState } from "@/domain/reviews/review-state";
import type { ReviewerProgress, ReviewPage } from "@/domain/reviews/review-views";
import { Prisma } from "@/prisma/client/client";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { likePattern, pageFields, pageOf } from "@/services/kernel/page-of";
import { parseInput } from "@/services/kernel/parse";

const listInput = z.object({ ...pageFields, ...reviewListFields });

// Fixed pieces of SQL, never text from outside. "Due" lists what goes on before what has ended.
const ended = Prisma.sql`(r."signedAt" IS NOT NULL OR r."cancelledAt" IS NOT NULL)`;
const orderBy = {
  due: (dir: Prisma.Sql) =>
    Prisma.sql`${ended}, CASE WHEN ${ended} THEN NULL ELSE r."dueAt" END ASC, r."createdAt" ${dir}`,
  name: (dir: Prisma.Sql) => Prisma.sql`lower(r."name") ${dir}`,
  started: (dir: Prisma.Sql) => Prisma.sql`r."createdAt" ${dir}`,
};

/** The account's reviews with the progress of each. Refuses: invalid_input, forbidden. */
export async function listReviews(context: Context, input: unknown): Promise<Result<ReviewPage>> {
  const parsed = parseInput(listInput, input);
  if (!parsed.ok) return parsed;
  const { q, page, pageSize, state, sort, dir } = parsed.value;
  return read(context, "review.view", async ({ accountId, now }) => {
    const from = Prisma.sql`
      FROM "Review" r WHERE r."accountId" = ${accountId}::uuid AND r."name" ILIKE ${likePattern(q)} ${stateCondition(state, now)}`;
    const counted = await context.db.$queryRaw<[{ count: number }]>`SELECT count(*)::int AS "count" ${from}`;
    const { offset, ...paging } = pageOf(counted[0].count, page, pageSize);
    const order = orderBy[sort](dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`);
    const rows = await context.db.$queryRaw<Row[]>`
      SELECT r."id", r."name", r."dueAt", r."createdAt", r."createdByName", r."signedAt", r."signedByName", r."cancelledAt",
        (SELECT jsonb_agg(jsonb_build_object('userId', w."userId", 'name', w."name", 'items', w."items", 'decided', w."decided")
           ORDER BY lower(w."name"), w."userId")
         FROM "ReviewReviewer" w WHERE w."reviewId" = r."id" AND w."accountId" = r."accountId" AND w."items" > 0) AS "reviewers"
      ${from} ORDER BY ${order}, r."id" LIMIT ${pageSize} OFFSET ${offset}`;
    return done({
      ...paging,
      rows: rows.map((row) => ({ ...row, ...progressOf(row.reviewers), state: reviewState(row, now) })),
      now,
    });
  });
}

type Row = {
  readonly id: string;
  readonly name: string;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly signedAt: Date | null;
  readonly signedByName: string | null;
  readonly cancelledAt: Date | null;
  readonly reviewers: readonly ReviewerProgress[];
};

/** How far a review is, over all its reviewers. */
export function progressOf(reviewers: readonly Pick<ReviewerProgress, "items" | "decided">[]) {
  const sum = (key: "items" | "decided") => reviewers.reduce((total, reviewer) => total + reviewer[key], 0);
  return { items: sum("items"), decided: sum("decided") };
}

// The same decisions as domain/reviews/review-state; a test holds the two together.
function stateCondition(wanted: readonly ReviewState[], now: Date): Prisma.Sql {
  if (wanted.length === 0) return Prisma.empty;
  const one: Record<ReviewState, Prisma.Sql> = {
    signed: Prisma.sql`r."signedAt" IS NOT NULL`,
    cancelled: Prisma.sql`r."cancelledAt" IS NOT NULL`,
    open: Prisma.sql`NOT ${ended} AND r."dueAt" >= ${now}`,
    overdue: Prisma.sql`NOT ${ended} AND r."dueAt" < ${now}`,
  };
  return Prisma.sql`AND ((${Prisma.join(
    wanted.map((state) => one[state]),
    ") OR (",
  )}))`;
}
