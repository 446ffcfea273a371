import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { reviewItemFields } from "@/domain/reviews/review-query";
import { hasEnded } from "@/domain/reviews/review-state";
import type { ReviewItem, ReviewItemPage } from "@/domain/reviews/review-views";
import { tokenStatus } from "@/domain/tokens/status";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { pageFields, pageOf } from "@/services/kernel/page-of";
import { parseInput } from "@/services/kernel/parse";
import { isSettled, joinPresent, presentChanges } from "@/services/reviews/changes";
import { itemWhere } from "@/services/reviews/item-where";
import { noReview } from "@/services/reviews/lock-review";
import { reviewFields } from "@/services/reviews/review-fields";

const itemsInput = z.object({ reviewId: reviewFields.reviewId, ...pageFields, ...reviewItemFields });
export type ItemsQuery = z.output<typeof itemsInput>;

// Fixed pieces of SQL, never text from outside. By name is the order of the index; the others sort one review's rows.
const sortKeys = {
  name: Prisma.sql`i."position"`,
  lastUsedAt: Prisma.sql`COALESCE(i."lastUsedAt", '-infinity'::timestamptz)`,
  expiresAt: Prisma.sql`COALESCE(i."expiresAt", 'infinity'::timestamptz)`,
  createdAt: Prisma.sql`i."tokenCreatedAt"`,
};

/** The statement that finds the ids of a page, alone so that a test can look at its plan. */
export function pageOfItems(query: ItemsQuery, where: Prisma.Sql, offset: number): Prisma.Sql {
  const dir = query.dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const then = query.sort === "name" ? Prisma.empty : Prisma.sql`, i."position" ${dir}`;
  return Prisma.sql`
    SELECT i."tokenId" FROM ${where} ORDER BY ${sortKeys[query.sort]} ${dir}${then} LIMIT ${query.pageSize} OFFSET ${offset}`;
}

/** A page of a review's tokens, filtered and cut in the database. Refuses: invalid_input, forbidden, not_found. */
export async function listReviewItems(context: Context, input: unknown): Promise<Result<ReviewItemPage>> {
  const parsed = parseInput(itemsInput, input);
  if (!parsed.ok) return parsed;
  const query = parsed.value;
  const { db } = context;
  return read(context, "review.view", async ({ accountId, now }) => {
    const review = await db.review.findUnique({
      where: { id: query.reviewId, accountId },
      select: { createdAt: true, signedAt: true, cancelledAt: true },
    });
    if (review === null) return noReview();
    const ended = hasEnded(review);
    const where = itemWhere(query, accountId, { createdAt: review.createdAt, ended });
    const [counted] = await db.$queryRaw<[{ count: number }]>`SELECT count(*)::int AS "count" FROM ${where}`;
    const { offset, ...paging } = pageOf(counted.count, query.page, query.pageSize);
    const ids = await db.$queryRaw<{ tokenId: string }[]>(pageOfItems(query, where, offset));
    const rows = await loadItems(
      db,
      { accountId, reviewId: query.reviewId, ended },
      ids.map((row) => row.tokenId),
    );
    return done({
      ...paging,
      rows: rows.map(({ disabledAt, notBefore, ...row }) => ({
        ...row,
        status: tokenStatus({ ...row, deletedAt: null, disabledAt, notBefore }, review.createdAt),
      })),
      now,
    });
  });
}

type Row = Omit<ReviewItem, "status"> & { readonly disabledAt: Date | null; readonly notBefore: Date | null };

async function loadItems(
  db: Database,
  review: { readonly accountId: string; readonly reviewId: string; readonly ended: boolean },
  tokenIds: readonly string[],
): Promise<Row[]> {
  if (tokenIds.length === 0) return [];
  const settled = isSettled(review.ended);
  const rows = await db.$queryRaw<(Row & { isGone: boolean })[]>`
    SELECT i."tokenId", i."name", i."notes", i."type"::text AS "type", i."prefix", i."last4", i."organizationName", i."actsAsName",
      i."permissions", i."tokenCreatedAt" AS "createdAt", i."createdByName", i."expiresAt", i."ipAllowList", i."lastUsedAt",
      i."lastIp", i."totalUses"::float8 AS "totalUses", i."disabledAt", i."notBefore", i."reviewerId", w."name" AS "reviewerName",
      i."decision", i."reason", i."decidedAt", i."decidedByName", i."decidedRevision", i."carriedOutAt", i."carriedOutByName", i."outcome", i."failedAt",
      CASE WHEN ${settled} THEN i."changes" ELSE ${presentChanges} END AS "changes",
      CASE WHEN ${settled} OR i."decidedAt" IS NULL THEN false
        ELSE ${presentChanges} <> i."changes" OR t."updatedAt" > i."decidedAt" END AS "changedSinceDecision",
      CASE WHEN ${review.ended} OR t."id" IS NULL THEN NULL ELSE jsonb_build_object('name', t."name", 'notes', t."notes",
        'expiresAt', t."expiresAt", 'ipAllowList', t."ipAllowList", 'permissions', COALESCE(m."permissions", '{}'),
        'lastUsedAt', a."lastUsedAt") END AS "present"
    FROM "ReviewItem" i ${joinPresent}
    LEFT JOIN "TokenActivity" a ON a."tokenId" = i."tokenId" AND a."accountId" = i."accountId"
    JOIN "ReviewReviewer" w ON w."reviewId" = i."reviewId" AND w."userId" = i."reviewerId"
    WHERE i."reviewId" = ${review.reviewId}::uuid AND i."accountId" = ${review.accountId}::uuid
      AND i."tokenId" = ANY(${[...tokenIds]}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.tokenId, row]));
  return tokenIds.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ ...row, present: row.present && withDates(row.present) }];
  });
}

// Out of jsonb come texts.
function withDates(present: NonNullable<ReviewItem["present"]>): ReviewItem["present"] {
  const date = (value: unknown) => (value === null ? null : new Date(String(value)));
  return { ...present, expiresAt: date(present.expiresAt), lastUsedAt: date(present.lastUsedAt) };
}
