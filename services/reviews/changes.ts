import { Prisma } from "@/prisma/client/client";

/** Beside a ReviewItem i: its token as it is now (t), and the rights of the user that it acts as (m). */
export const joinPresent = Prisma.sql`
  LEFT JOIN "Token" t ON t."id" = i."tokenId" AND t."accountId" = i."accountId"
  LEFT JOIN "Membership" m ON m."userId" = i."actsAsUserId" AND m."accountId" = i."accountId"`;

/** True when nothing of the item is compared any more: what it differed in is kept in its `changes`. */
export const isSettled = (ended: boolean) =>
  ended ? Prisma.sql`true` : Prisma.sql`i."carriedOutAt" IS NOT NULL`;

const day = 86_400_000;

/**
 * A cheap condition that every changed token meets; needs `joinPresent`. A day before the beginning: an action takes its time as it
 * begins, long before its end where it changes very many tokens, and nodes' clocks differ.
 */
export const mayDiffer = (review: { readonly createdAt: Date }) => Prisma.sql`
  (t."id" IS NULL OR t."updatedAt" > ${new Date(review.createdAt.getTime() - day)}
    OR COALESCE(m."permissions", '{}') <> i."permissions")`;

/**
 * In what the token of an item differs from what it was when the review began (domain/reviews/item-changes), as an array; needs
 * `joinPresent`. The one owner of this rule: list, filter, decision and signature ask here.
 */
export const presentChanges = Prisma.sql`
  CASE WHEN t."id" IS NULL OR t."deletedAt" IS NOT NULL THEN ARRAY['deleted'] ELSE array_remove(ARRAY[
    CASE WHEN t."name" <> i."name" THEN 'name' END,
    CASE WHEN t."notes" <> i."notes" THEN 'notes' END,
    CASE WHEN t."expiresAt" IS DISTINCT FROM i."expiresAt" THEN 'expiry' END,
    CASE WHEN t."ipAllowList" <> i."ipAllowList" THEN 'addresses' END,
    CASE WHEN t."disabledAt" IS NOT NULL AND i."disabledAt" IS NULL THEN 'disabled' END,
    CASE WHEN t."disabledAt" IS NULL AND i."disabledAt" IS NOT NULL THEN 'enabled' END,
    CASE WHEN (SELECT s."id" FROM "TokenSecret" s
      WHERE s."tokenId" = t."id" AND s."retiresAt" IS NULL AND s."destroyedAt" IS NULL) IS DISTINCT FROM i."secretId"
      THEN 'rotated' END,
    CASE WHEN COALESCE(m."permissions", '{}') <> i."permissions" THEN 'permissions' END], NULL) END`;
