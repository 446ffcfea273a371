import { z } from "zod";
import { roles } from "@/domain/access/actions";
import type { UserRecord } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { type CursorPage, cutPage, pageByCursor } from "@/services/kernel/cursor";
import { parseInput } from "@/services/kernel/parse";
import { memberId } from "@/services/users/member-id";

/** What programs may ask of the list. */
export const userFilters = {
  kind: z.enum(["person", "template"], { error: "The kind is person or template." }).optional(),
  role: z.enum(roles, { error: `The role is one of ${roles.join(", ")}.` }).optional(),
  status: z.enum(["active", "disabled"], { error: "The status is active or disabled." }).optional(),
};

const listInput = z.object({ ...userFilters, ...pageByCursor });

/** People and template users of the account, newest first, behind a cursor. Refuses: invalid_input, insufficient_scope, forbidden. */
export async function listUserRecords(
  context: Context,
  input: unknown,
): Promise<Result<CursorPage<UserRecord>>> {
  const parsed = parseInput(listInput, input);
  if (!parsed.ok) return parsed;
  const { limit, cursor, kind, role, status } = parsed.value;
  return read(context, "user.view", async ({ accountId }) => {
    const conditions = [Prisma.sql`m."accountId" = ${accountId}::uuid AND m."removedAt" IS NULL`];
    if (cursor) conditions.push(Prisma.sql`(m."createdAt", m."userId") < (${cursor.at}, ${cursor.id}::uuid)`);
    if (kind) conditions.push(Prisma.sql`u."kind" = ${kind}::"UserKind"`);
    if (role) conditions.push(Prisma.sql`m."role" = ${role}::"Role"`);
    if (status)
      conditions.push(
        status === "active" ? Prisma.sql`m."disabledAt" IS NULL` : Prisma.sql`m."disabledAt" IS NOT NULL`,
      );
    const rows = await context.db.$queryRaw<UserRecord[]>`
      ${columns} WHERE ${Prisma.join(conditions, " AND ")}
      ORDER BY m."createdAt" DESC, m."userId" DESC LIMIT ${limit + 1}`;
    return done(cutPage(rows, limit, ({ joinedAt, id }) => ({ at: joinedAt, id })));
  });
}

/** One person or template user. Refuses: invalid_input, insufficient_scope, forbidden, not_found. */
export async function loadUserRecord(context: Context, input: unknown): Promise<Result<UserRecord>> {
  const parsed = parseInput(memberId, input);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return read(context, "user.view", async ({ accountId }): Promise<Result<UserRecord>> => {
    const [row] = await context.db.$queryRaw<UserRecord[]>`
      ${columns}
      WHERE m."accountId" = ${accountId}::uuid AND m."userId" = ${userId}::uuid AND m."removedAt" IS NULL`;
    return row === undefined ? refuseWith("not_found", "There is no such user.") : done(row);
  });
}

const columns = Prisma.sql`
  SELECT u."id", u."kind"::text AS "kind", u."name", u."email", m."role"::text AS "role", m."permissions",
    m."createdAt" AS "joinedAt", m."disabledAt",
    (SELECT max(s."lastSeenAt") FROM "Session" s WHERE s."userId" = u."id" AND s."accountId" = m."accountId") AS "lastSeenAt",
    (SELECT count(*)::int FROM "Token" t
      WHERE t."actsAsUserId" = u."id" AND t."accountId" = m."accountId" AND t."deletedAt" IS NULL) AS "tokens"
  FROM "Membership" m JOIN "User" u ON u."id" = m."userId"`;
