import type { Role } from "@/domain/access/actions";
import type { Transaction } from "@/prisma/client-factory";

/** A user as a member of one account. */
export type Member = {
  readonly userId: string;
  readonly name: string;
  readonly email: string | null;
  readonly kind: "person" | "template";
  readonly isOperator: boolean;
  readonly role: Role;
  readonly permissions: readonly string[];
  readonly disabledAt: Date | null;
};

/**
 * The member, its membership row locked until the end of the transaction; null for an unknown id, somebody else's
 * account and a removed member alike.
 */
export async function lockMember(tx: Transaction, accountId: string, userId: string): Promise<Member | null> {
  // Read by a statement of its own: the one that waited for the lock would know the name from before it waited.
  await tx.$queryRaw`
    SELECT 1 FROM "Membership" WHERE "accountId" = ${accountId}::uuid AND "userId" = ${userId}::uuid FOR UPDATE`;
  const rows = await tx.$queryRaw<Member[]>`
    SELECT u."id" AS "userId", u."name", u."email", u."kind"::text AS "kind", u."isOperator",
      m."role"::text AS "role", m."permissions", m."disabledAt"
    FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
    WHERE m."accountId" = ${accountId}::uuid AND m."userId" = ${userId}::uuid AND m."removedAt" IS NULL`;
  return rows[0] ?? null;
}

/** The audit trail's view of a member. */
export function memberTarget(member: Pick<Member, "userId" | "name" | "kind">) {
  return {
    kind: member.kind === "person" ? "user" : "template_user",
    id: member.userId,
    name: member.name,
  } as const;
}
