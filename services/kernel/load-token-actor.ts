import type { Role } from "@/domain/access/actions";
import type { Plan } from "@/domain/access/plans";
import type { TokenType } from "@/domain/tokens/types";
import { type Ask, decide, type TokenFacts } from "@/domain/verification/decide";
import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";
import type { Claim, TokenActor } from "@/services/kernel/context";

type TokenClaim = Extract<Claim, { kind: "token" }>;

type TokenRow = Omit<TokenFacts["token"], "id"> & {
  readonly accountId: string;
  readonly actsAsUserId: string | null;
  readonly retiresAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly type: TokenType;
  readonly plan: Plan;
  readonly accountName: string;
  readonly accountDisabledAt: Date | null;
  readonly organizationId: string | null;
  readonly organizationName: string | null;
  readonly organizationDeletedAt: Date | null;
  readonly clientId: string | null;
  readonly clientName: string | null;
  readonly clientDisabledAt: Date | null;
  readonly clientDeletedAt: Date | null;
};

type UserRow = { readonly id: string; readonly name: string; readonly role: Role; readonly active: boolean };

/**
 * The actor behind a token that was verified before, or null when it is no longer good: decided again by the verifier's own rule
 * (domain/verification/decide), from rows read here. With `lock`, token, secret, owner and membership are locked FOR SHARE, and the
 * API client against changes: what is revoked meanwhile does nothing, and what is revoked later waits.
 */
export async function loadTokenActor(
  db: Database | Transaction,
  claim: TokenClaim,
  ip: string | null,
  now: Date,
  lock: boolean,
): Promise<TokenActor | null> {
  const found = await decideAgain(db, claim, { permission: null, ip, purpose: "self" }, now, lock);
  if (found === null) return null;
  const { row, user } = found;
  return {
    kind: "token",
    tokenId: claim.tokenId,
    name: row.name,
    type: row.type,
    accountId: row.accountId,
    organizationId: row.organizationId ?? claim.organizationId,
    expiresAt: row.expiresAt,
    secretEndsAt: row.retiresAt,
    ipAllowList: row.ipAllowList,
    ofClient: row.clientId !== null,
    user: user === null ? null : { id: user.id, name: user.name, role: user.role },
  };
}

/** The rows behind a secret that was verified before, decided upon again; null when it is no longer good for `ask`. */
export async function decideAgain(
  db: Database | Transaction,
  claim: Pick<TokenClaim, "tokenId" | "secretId">,
  ask: Pick<Ask, "permission" | "ip" | "purpose">,
  now: Date,
  lock: boolean,
): Promise<{ row: TokenRow; user: UserRow | null } | null> {
  const row = await findToken(db, claim, lock);
  if (row === null) return null;
  const user = row.actsAsUserId === null ? null : await findUser(db, row.accountId, row.actsAsUserId, lock);
  const { verdict } = decide(toFacts(claim, row, user), { ...ask, scheme: null, organization: null }, now);
  return verdict === "valid" ? { row, user } : null;
}

async function findToken(
  db: Database | Transaction,
  claim: Pick<TokenClaim, "tokenId" | "secretId">,
  lock: boolean,
) {
  // A lock cannot be asked for beyond an outer join. It keeps lockClient waiting, and no token that the client obtains meanwhile.
  const rows = await db.$queryRaw<TokenRow[]>`
    WITH client AS MATERIALIZED (
      SELECT "id", "name", "disabledAt", "deletedAt" FROM "ApiClient"
      WHERE "id" = (SELECT "apiClientId" FROM "Token" WHERE "id" = ${claim.tokenId}::uuid)
      ${lock ? Prisma.sql`FOR KEY SHARE` : Prisma.empty})
    SELECT t."name", t."type"::text AS "type", t."accountId", t."actsAsUserId", t."deletedAt", t."disabledAt", t."notBefore",
      t."expiresAt", t."ipAllowList", s."retiresAt", s."destroyedAt",
      a."plan"::text AS "plan", a."name" AS "accountName", a."disabledAt" AS "accountDisabledAt",
      o."id" AS "organizationId", o."name" AS "organizationName", o."deletedAt" AS "organizationDeletedAt",
      c."id" AS "clientId", c."name" AS "clientName", c."disabledAt" AS "clientDisabledAt", c."deletedAt" AS "clientDeletedAt"
    FROM "TokenSecret" s
    JOIN "Token" t ON t."id" = s."tokenId"
    JOIN "Account" a ON a."id" = t."accountId"
    LEFT JOIN "Organization" o ON o."id" = t."organizationId"
    LEFT JOIN client c ON c."id" = t."apiClientId"
    WHERE s."id" = ${claim.secretId}::uuid AND s."tokenId" = ${claim.tokenId}::uuid
    ${lock ? Prisma.sql`FOR SHARE OF t, s` : Prisma.empty}`;
  return rows[0] ?? null;
}

async function findUser(db: Database | Transaction, accountId: string, userId: string, lock: boolean) {
  const rows = await db.$queryRaw<UserRow[]>`
    SELECT u."id", u."name", m."role"::text AS "role", u."disabledAt" IS NULL AND m."disabledAt" IS NULL AS "active"
    FROM "User" u JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = ${accountId}::uuid
    WHERE u."id" = ${userId}::uuid ${lock ? Prisma.sql`FOR SHARE OF u, m` : Prisma.empty}`;
  return rows[0] ?? null;
}

function toFacts(
  claim: Pick<TokenClaim, "tokenId" | "secretId">,
  row: TokenRow,
  user: UserRow | null,
): TokenFacts {
  const { clientId, organizationId } = row;
  return {
    secretId: claim.secretId,
    retiresAt: row.retiresAt,
    destroyedAt: row.destroyedAt,
    token: { ...row, id: claim.tokenId },
    // Limits were counted when the call came in.
    account: {
      id: row.accountId,
      name: row.accountName,
      plan: row.plan,
      disabledAt: row.accountDisabledAt,
      requestsPerMinute: 0,
      licensedAssets: 0,
      requestsPerIp: 0,
    },
    organization:
      organizationId === null
        ? null
        : { id: organizationId, name: row.organizationName ?? "", deletedAt: row.organizationDeletedAt },
    user: user === null ? null : { ...user, permissions: [] },
    client:
      clientId === null
        ? null
        : {
            id: clientId,
            name: row.clientName ?? "",
            disabledAt: row.clientDisabledAt,
            deletedAt: row.clientDeletedAt,
          },
    askedOrganization: null,
  };
}
