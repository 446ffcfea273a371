import { z } from "zod";
import { roles } from "@/domain/access/actions";
import type { UserPage, UserSummary } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { likePattern, pageFields, pageOf } from "@/services/kernel/page-of";
import { parseInput } from "@/services/kernel/parse";
import { ofWhoHasSecondFactor } from "@/services/second-factors/has-second-factor";

const input = z.object({
  ...pageFields,
  kind: z.enum(["person", "template"], { error: "The kind is person or template." }).default("person"),
  role: z.enum(roles, { error: `The role is one of ${roles.join(", ")}.` }).optional(),
  sort: z
    .enum(["name", "role", "joined", "lastSeen", "tokens"], { error: "People cannot be sorted by that." })
    .default("name"),
  dir: z.enum(["asc", "desc"], { error: "The direction is asc or desc." }).default("asc"),
  status: z.enum(["active", "disabled"], { error: "The status is active or disabled." }).optional(),
  secondStep: z.enum(["on", "off"], { error: "The second step is on or off." }).optional(),
});

// Fixed pieces of SQL, never text from outside.
const orderBy = {
  name: Prisma.sql`lower(u."name")`,
  role: Prisma.sql`m."role"`,
  joined: Prisma.sql`m."createdAt"`,
  lastSeen: Prisma.sql`"lastSeenAt"`,
  tokens: Prisma.sql`"tokens"`,
};

/**
 * People or template users of the actor's account, sorted, searched in name, e-mail and permissions, in the database.
 * Refuses: invalid_input, forbidden.
 */
export async function listUsers(context: Context, untrusted: unknown): Promise<Result<UserPage>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { q, page, pageSize, kind, role, status, secondStep, sort, dir } = parsed.value;
  return read(context, "user.view", async ({ accountId, now }) => {
    const pattern = likePattern(q);
    const from = Prisma.sql`
      FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
      WHERE m."accountId" = ${accountId}::uuid AND u."kind" = ${kind}::"UserKind" AND m."removedAt" IS NULL
        AND (u."name" ILIKE ${pattern} OR u."email" ILIKE ${pattern} OR array_to_string(m."permissions", ' ') ILIKE ${pattern})
        ${role === undefined ? Prisma.empty : Prisma.sql`AND m."role" = ${role}::"Role"`}
        ${
          status === undefined
            ? Prisma.empty
            : status === "active"
              ? Prisma.sql`AND m."disabledAt" IS NULL`
              : Prisma.sql`AND m."disabledAt" IS NOT NULL`
        }
        ${secondStep === undefined ? Prisma.empty : Prisma.sql`AND ${ofWhoHasSecondFactor} = ${secondStep === "on"}`}`;
    const counted = await context.db.$queryRaw<{ count: bigint }[]>`SELECT count(*) ${from}`;
    const { offset, ...paging } = pageOf(Number(counted[0]!.count), page, pageSize);
    const rows = await context.db.$queryRaw<UserSummary[]>`
      SELECT u."id", u."kind"::text AS "kind", u."name", u."email", m."role"::text AS "role", m."permissions",
        u."isOperator", m."createdAt" AS "joinedAt", m."disabledAt",
        ${ofWhoHasSecondFactor} AS "hasSecondFactor",
        (SELECT max(s."lastSeenAt") FROM "Session" s WHERE s."userId" = u."id" AND s."accountId" = m."accountId") AS "lastSeenAt",
        (SELECT count(*)::int FROM "Token" t
          WHERE t."actsAsUserId" = u."id" AND t."accountId" = m."accountId" AND t."deletedAt" IS NULL) AS "tokens"
      ${from} ORDER BY ${orderBy[sort]} ${dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC NULLS LAST`}, u."id" LIMIT ${pageSize} OFFSET ${offset}`;
    return done({ rows, ...paging, now });
  });
}
