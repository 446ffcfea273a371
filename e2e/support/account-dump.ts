import { openProduct } from "@/e2e/support/product";

/** All that an action could change in the account, in one text. */
export async function dumpAccount(accountId: string): Promise<string> {
  const { db } = openProduct();
  const [found] = await db.$queryRaw<{ text: string }[]>`
    SELECT concat_ws('|',
      (SELECT string_agg(t::text, ',' ORDER BY t."id") FROM "Token" t WHERE t."accountId" = ${accountId}::uuid),
      (SELECT string_agg(s::text, ',' ORDER BY s."id") FROM "TokenSecret" s JOIN "Token" t ON t."id" = s."tokenId" WHERE t."accountId" = ${accountId}::uuid),
      (SELECT string_agg(m::text, ',' ORDER BY m."userId") FROM "Membership" m WHERE m."accountId" = ${accountId}::uuid),
      (SELECT string_agg(u::text, ',' ORDER BY u."id") FROM "User" u JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = ${accountId}::uuid),
      (SELECT string_agg(f::text, ',' ORDER BY f."id") FROM "SecondFactor" f JOIN "Membership" m ON m."userId" = f."userId" AND m."accountId" = ${accountId}::uuid),
      (SELECT string_agg(r::text, ',' ORDER BY r."id") FROM "RecoveryCode" r JOIN "Membership" m ON m."userId" = r."userId" AND m."accountId" = ${accountId}::uuid),
      (SELECT string_agg(o::text, ',' ORDER BY o."id") FROM "Organization" o WHERE o."accountId" = ${accountId}::uuid),
      (SELECT string_agg(i::text, ',' ORDER BY i."id") FROM "Invitation" i WHERE i."accountId" = ${accountId}::uuid),
      (SELECT string_agg(c::text, ',' ORDER BY c."id") FROM "ApiClient" c WHERE c."accountId" = ${accountId}::uuid),
      (SELECT string_agg(v::text, ',' ORDER BY v."id") FROM "SavedView" v WHERE v."accountId" = ${accountId}::uuid),
      (SELECT a::text FROM "Account" a WHERE a."id" = ${accountId}::uuid),
      (SELECT p::text FROM "TokenPolicy" p WHERE p."accountId" = ${accountId}::uuid),
      (SELECT r::text FROM "AuditRetention" r WHERE r."accountId" = ${accountId}::uuid),
      (SELECT string_agg(r::text, ',' ORDER BY r."id") FROM "Review" r WHERE r."accountId" = ${accountId}::uuid),
      (SELECT string_agg(w::text, ',' ORDER BY w."reviewId", w."userId") FROM "ReviewReviewer" w WHERE w."accountId" = ${accountId}::uuid),
      (SELECT string_agg(i::text, ',' ORDER BY i."reviewId", i."tokenId") FROM "ReviewItem" i WHERE i."accountId" = ${accountId}::uuid),
      (SELECT string_agg(g::text, ',' ORDER BY g."id") FROM "Gateway" g WHERE g."accountId" = ${accountId}::uuid)) AS "text"`;
  return found?.text ?? "";
}

/** The account's audit events and sessions too: all that a request leaves that was carried out, or only authorised. */
export async function dumpTraces(accountId: string): Promise<string> {
  const { db } = openProduct();
  const [found] = await db.$queryRaw<{ text: string }[]>`
    SELECT concat_ws('|',
      (SELECT string_agg(e."id"::text, ',' ORDER BY e."id") FROM "AuditEvent" e WHERE e."accountId" = ${accountId}::uuid),
      (SELECT string_agg(concat_ws(' ', s."id", s."endedAt", s."reauthenticatedAt"), ',' ORDER BY s."id") FROM "Session" s WHERE s."accountId" = ${accountId}::uuid)) AS "text"`;
  return `${await dumpAccount(accountId)}|${found?.text}`;
}
