import { reviewTokensMax } from "@/domain/reviews/bounds";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import { Prisma } from "@/prisma/client/client";
import type { Work } from "@/services/kernel/act";
import { chosenTokens } from "@/services/reviews/chosen-tokens";

/** How tokens are split: in equal parts by name; or each to who created it, where that is a reviewer, and the rest in parts. */
export const splits = ["even", "creator"] as const;
export type Split = (typeof splits)[number];

/**
 * Freezes the chosen tokens in one statement, from one snapshot, without a lock on any of them. Tokens with similar names come to
 * the same reviewer: `reviewerIds` get one run of the names each. Answers how many there are, at most one more than allowed.
 */
export async function insertItems(
  work: Work,
  review: { readonly id: string; readonly filter: ReviewFilter },
  reviewerIds: readonly string[],
  split: Split,
): Promise<number> {
  const { tx, accountId, now } = work;
  const ids = Prisma.sql`${[...reviewerIds]}::uuid[]`;
  const isOwn =
    split === "creator" ? Prisma.sql`COALESCE(t."createdById" = ANY(${ids}), false)` : Prisma.sql`false`;
  return tx.$executeRaw`
    WITH chosen AS MATERIALIZED (
      SELECT t."id" FROM ${await chosenTokens(tx, review.filter, { ...work, now })} LIMIT ${reviewTokensMax + 1}),
    placed AS (
      SELECT t."id",
        row_number() OVER (ORDER BY lower(t."name"), t."id") AS "position",
        CASE WHEN ${isOwn} THEN t."createdById"
          ELSE (${ids})[ntile(${reviewerIds.length}::int) OVER (PARTITION BY ${isOwn} ORDER BY lower(t."name"), t."id")]
        END AS "reviewerId"
      FROM chosen JOIN "Token" t USING ("id"))
    INSERT INTO "ReviewItem" ("reviewId", "tokenId", "accountId", "position", "reviewerId", "type", "name", "notes", "prefix",
      "last4", "secretId", "organizationId", "organizationName", "actsAsUserId", "actsAsName", "permissions", "tokenCreatedAt",
      "createdById", "createdByName", "disabledAt", "notBefore", "expiresAt", "ipAllowList", "lastUsedAt", "lastIp", "totalUses")
    SELECT ${review.id}::uuid, t."id", t."accountId", placed."position", placed."reviewerId", t."type", t."name", t."notes", t."prefix",
      t."last4", s."id", t."organizationId", o."name", t."actsAsUserId", u."name", COALESCE(m."permissions", '{}'), t."createdAt",
      t."createdById", t."createdByName", t."disabledAt", t."notBefore", t."expiresAt", t."ipAllowList", a."lastUsedAt", a."lastIp",
      COALESCE(a."total", 0)
    FROM placed JOIN "Token" t ON t."id" = placed."id" AND t."accountId" = ${accountId}::uuid
    LEFT JOIN "TokenSecret" s ON s."tokenId" = t."id" AND s."retiresAt" IS NULL AND s."destroyedAt" IS NULL
    LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
    LEFT JOIN "Organization" o ON o."id" = t."organizationId"
    LEFT JOIN "User" u ON u."id" = t."actsAsUserId"
    LEFT JOIN "Membership" m ON m."userId" = t."actsAsUserId" AND m."accountId" = t."accountId"`;
}
