import { timingSafeEqual } from "node:crypto";
import type { Plan } from "@/domain/access/plans";
import type { TokenType } from "@/domain/tokens/types";
import type { TokenFacts } from "@/domain/verification/decide";
import type { Connection } from "@/prisma/connection";

/** What is looked up: the digest of a presented token, and the organization its request names. */
export type LookupKey = { readonly digest: Buffer; readonly organizationId: string | null };

export type GatewayRow = {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly forDeployment: boolean;
};

/** What the database knows of a digest, all of one snapshot. `gateway` only for tokens of live gateways. */
export type LookedUp = { readonly facts: TokenFacts; readonly gateway: GatewayRow | null };

/** The columns of `readRow`, of a key `q`, its secret `s` and its token `t`. */
export const lookupColumns = `q.n, s."digest", s."id", s."retiresAt", s."destroyedAt",
       t."id", t."type"::text, t."name", t."deletedAt", t."disabledAt", t."notBefore", t."expiresAt", t."ipAllowList",
       a."id", a."name", a."plan"::text, a."disabledAt", a."requestsPerMinute", a."licensedAssets", a."requestsPerIp",
       o."id", o."name", o."deletedAt",
       u."id", u."name",
       u."disabledAt" IS NULL AND m."userId" IS NOT NULL AND m."disabledAt" IS NULL, m."permissions",
       r."id", r."name",
       g."id", g."name", g."accountId", g."forDeployment",
       c."id", c."name", c."disabledAt", c."deletedAt"`;

/** What else a decision needs to know of a token `t`, and of the organization that the key `q` names. */
export const lookupJoins = `JOIN "Account" a ON a."id" = t."accountId"
LEFT JOIN "Organization" o ON o."id" = t."organizationId"
LEFT JOIN "User" u ON u."id" = t."actsAsUserId"
LEFT JOIN "Membership" m ON m."userId" = t."actsAsUserId" AND m."accountId" = t."accountId"
LEFT JOIN "Organization" r ON r."id" = q."organizationId" AND r."accountId" = t."accountId" AND r."deletedAt" IS NULL
LEFT JOIN "Gateway" g ON g."tokenId" = t."id" AND g."deletedAt" IS NULL
LEFT JOIN "ApiClient" c ON c."id" = t."apiClientId"`;

/** One statement is one snapshot: secret, token, tenant, organization, user and membership can never contradict each other. */
export const lookupText = `
SELECT ${lookupColumns}
FROM unnest($1::bytea[], $2::uuid[]) WITH ORDINALITY AS q("digest", "organizationId", n)
JOIN "TokenSecret" s ON s."digest" = q."digest"
JOIN "Token" t ON t."id" = s."tokenId"
${lookupJoins}`;

/** A row of `lookupColumns`; more columns may follow. */
export type LookupRow = [
  n: string,
  digest: Buffer,
  secretId: string,
  retiresAt: Date | null,
  destroyedAt: Date | null,
  tokenId: string,
  type: TokenType,
  name: string,
  deletedAt: Date | null,
  disabledAt: Date | null,
  notBefore: Date | null,
  expiresAt: Date | null,
  ipAllowList: string[] | null,
  accountId: string,
  accountName: string,
  plan: Plan,
  accountDisabledAt: Date | null,
  requestsPerMinute: number,
  licensedAssets: number,
  requestsPerIp: number,
  organizationId: string | null,
  organizationName: string | null,
  organizationDeletedAt: Date | null,
  userId: string | null,
  userName: string | null,
  userActive: boolean | null,
  permissions: string[] | null,
  askedId: string | null,
  askedName: string | null,
  gatewayId: string | null,
  gatewayName: string | null,
  gatewayAccountId: string | null,
  forDeployment: boolean | null,
  clientId: string | null,
  clientName: string | null,
  clientDisabledAt: Date | null,
  clientDeletedAt: Date | null,
];

/**
 * Session settings that go with the statement: its plan is always index look-ups from the digests outwards. A plan made while
 * the tables were small would scan them whole, and be kept after they have grown.
 */
export const lookupSettings = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  jit: "off",
  default_transaction_read_only: "on",
} as const;

/** Looks all keys up in one statement; answers in their order, null where no secret has the digest. */
export async function lookUpAll(
  connection: Connection,
  keys: readonly LookupKey[],
): Promise<(LookedUp | null)[]> {
  const result = await connection.query<LookupRow>({
    name: "keydesk-lookup",
    text: lookupText,
    rowMode: "array",
    values: [keys.map((key) => key.digest), keys.map((key) => key.organizationId)],
  });
  const found = new Array<LookedUp | null>(keys.length).fill(null);
  for (const row of result.rows) {
    const index = Number(row[0]) - 1;
    const key = keys[index];
    // The index found it by equality; the comparison that counts takes the same time for every byte (ASVS 11.2.4).
    if (key !== undefined && timingSafeEqual(key.digest, row[1])) found[index] = readRow(row);
  }
  return found;
}

/** A row as facts. */
export function readRow(row: readonly [...LookupRow, ...unknown[]]): LookedUp {
  const [
    ,
    ,
    secretId,
    retiresAt,
    destroyedAt,
    tokenId,
    type,
    name,
    deletedAt,
    disabledAt,
    notBefore,
    ...more
  ] = row;
  const [expiresAt, ipAllowList, accountId, accountName, plan, accountDisabledAt, ...rest] = more;
  const [
    requestsPerMinute,
    licensedAssets,
    requestsPerIp,
    organizationId,
    organizationName,
    organizationDeletedAt,
    ...last
  ] = rest;
  const [userId, userName, userActive, permissions, askedId, askedName, ...callers] = last;
  const [gatewayId, gatewayName, gatewayAccountId, forDeployment, ...client] = callers;
  const [clientId, clientName, clientDisabledAt, clientDeletedAt] = client;
  return {
    facts: {
      secretId,
      retiresAt,
      destroyedAt,
      token: {
        id: tokenId,
        type,
        name,
        deletedAt,
        disabledAt,
        notBefore,
        expiresAt,
        ipAllowList: ipAllowList ?? [],
      },
      account: {
        id: accountId,
        name: accountName,
        plan,
        disabledAt: accountDisabledAt,
        requestsPerMinute,
        licensedAssets,
        requestsPerIp,
      },
      organization:
        organizationId === null
          ? null
          : { id: organizationId, name: organizationName ?? "", deletedAt: organizationDeletedAt },
      user:
        userId === null
          ? null
          : { id: userId, name: userName ?? "", active: userActive === true, permissions: permissions ?? [] },
      client:
        clientId === null
          ? null
          : {
              id: clientId,
              name: clientName ?? "",
              disabledAt: clientDisabledAt,
              deletedAt: clientDeletedAt,
            },
      askedOrganization: askedId === null ? null : { id: askedId, name: askedName ?? "" },
    },
    gateway:
      gatewayId === null || gatewayAccountId === null
        ? null
        : {
            id: gatewayId,
            name: gatewayName ?? "",
            accountId: gatewayAccountId,
            forDeployment: forDeployment === true,
          },
  };
}
