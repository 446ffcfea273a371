import type { TokenRecordFacts } from "@/domain/audit/point-in-time/token-then";
import type { MemberRecord } from "@/domain/audit/point-in-time/user-then";
import type { Database } from "@/prisma/client-factory";

export type TokenRecordRow = TokenRecordFacts & { readonly id: string };

/** What the database says of tokens today, tombstones too; those of gateways are left out. */
export async function loadTokenRecords(
  db: Database,
  accountId: string,
  tokenIds: readonly string[],
): Promise<Map<string, TokenRecordRow>> {
  const rows = await db.token.findMany({
    where: { accountId, id: { in: [...tokenIds] }, type: { not: "gateway" } },
    select: {
      id: true,
      type: true,
      name: true,
      createdAt: true,
      deletedAt: true,
      disabledAt: true,
      notBefore: true,
      expiresAt: true,
      ipAllowList: true,
      last4: true,
      actsAsUserId: true,
      organizationId: true,
      apiClientId: true,
    },
  });
  return new Map(
    rows.map(({ actsAsUserId, organizationId, apiClientId, ...row }) => [
      row.id,
      { ...row, bearer: bearerOf(accountId, { actsAsUserId, organizationId, apiClientId }) },
    ]),
  );
}

function bearerOf(
  accountId: string,
  ids: { actsAsUserId: string | null; organizationId: string | null; apiClientId: string | null },
): TokenRecordFacts["bearer"] {
  if (ids.apiClientId !== null) return { kind: "client", id: ids.apiClientId };
  if (ids.actsAsUserId !== null) return { kind: "user", id: ids.actsAsUserId };
  if (ids.organizationId !== null) return { kind: "organization", id: ids.organizationId };
  return { kind: "account", id: accountId };
}

/** What the database says of members today; with null of all of the account. */
export async function loadMemberRecords(
  db: Database,
  accountId: string,
  userIds: readonly string[] | null,
): Promise<Map<string, MemberRecord>> {
  const rows = await db.membership.findMany({
    where: { accountId, ...(userIds === null ? {} : { userId: { in: [...userIds] } }) },
    select: {
      userId: true,
      createdAt: true,
      disabledAt: true,
      removedAt: true,
      role: true,
      permissions: true,
      user: { select: { name: true } },
    },
    take: membersMax,
  });
  return new Map(rows.map(({ userId, user, ...row }) => [userId, { ...row, name: user.name }]));
}

const membersMax = 10_000;
