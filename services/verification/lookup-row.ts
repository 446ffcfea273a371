import type { Plan } from "@/domain/access/plans";
import type { TokenType } from "@/domain/tokens/types";
import type { TokenFacts } from "@/domain/verification/decide";
import { readTextArray, readTimestamp } from "@/prisma/connection";

export type GatewayRow = {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly forDeployment: boolean;
};

/** What the database knows of a digest, all of one snapshot. `gateway` only for tokens of live gateways. */
export type LookedUp = { readonly facts: TokenFacts; readonly gateway: GatewayRow | null };

/** The columns of `readRow`, of a key `q`, its secret `s` and its token `t`. What is mostly absent costs least as NULL. */
export const lookupColumns = `q.n, s."id", s."retiresAt", s."destroyedAt",
       t."id", t."type"::text, t."name", t."deletedAt", t."disabledAt", t."notBefore", t."expiresAt", NULLIF(t."ipAllowList", '{}'),
       a."id", a."name", a."plan"::text, a."disabledAt", a."requestsPerMinute", a."licensedAssets", a."requestsPerIp",
       o."id", o."name", o."deletedAt",
       u."id", u."name",
       u."disabledAt" IS NULL AND m."userId" IS NOT NULL AND m."disabledAt" IS NULL, m."permissions",
       CASE WHEN r."accountId" = t."accountId" AND r."deletedAt" IS NULL THEN r."id" END, r."name",
       g."id", g."name", g."accountId", g."forDeployment",
       c."id", c."name", c."disabledAt", c."deletedAt"`;

/** What else a decision needs to know of a token `t`, and of the organization that the key `q` names. */
export const lookupJoins = `JOIN "Account" a ON a."id" = t."accountId"
LEFT JOIN "Organization" o ON o."id" = t."organizationId"
LEFT JOIN "User" u ON u."id" = t."actsAsUserId"
LEFT JOIN "Membership" m ON m."userId" = t."actsAsUserId" AND m."accountId" = t."accountId"
LEFT JOIN "Organization" r ON r."id" = q."organizationId"
LEFT JOIN "Gateway" g ON g."tokenId" = CASE WHEN t."type" = 'gateway' THEN t."id" END AND g."deletedAt" IS NULL
LEFT JOIN "ApiClient" c ON c."id" = t."apiClientId"`;

/** A row of `lookupColumns` as the server's text (`asText`), with the place of its key first; more columns may follow. */
export type LookupRow = readonly (string | null)[];

/**
 * Session settings that go with the statement: its plan is always index look-ups from the digests outwards. A plan made while
 * the tables were small would scan them whole, and be kept after they have grown.
 */
export const lookupSettings = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  enable_hashjoin: "off",
  enable_mergejoin: "off",
  enable_material: "off",
  jit: "off",
  default_transaction_read_only: "on",
} as const;

/** A row as facts. */
export function readRow(row: LookupRow): LookedUp {
  const organizationId = row[19]!;
  const userId = row[22]!;
  const askedId = row[26]!;
  const gatewayId = row[28]!;
  const clientId = row[32]!;
  return {
    facts: {
      secretId: row[1]!,
      retiresAt: readTime(row[2]!),
      destroyedAt: readTime(row[3]!),
      token: {
        id: row[4]!,
        type: row[5] as TokenType,
        name: row[6]!,
        deletedAt: readTime(row[7]!),
        disabledAt: readTime(row[8]!),
        notBefore: readTime(row[9]!),
        expiresAt: readTime(row[10]!),
        ipAllowList: readList(row[11]!),
      },
      account: {
        id: row[12]!,
        name: row[13]!,
        plan: row[14] as Plan,
        disabledAt: readTime(row[15]!),
        requestsPerMinute: Number(row[16]),
        licensedAssets: Number(row[17]),
        requestsPerIp: Number(row[18]),
      },
      organization:
        organizationId === null
          ? null
          : { id: organizationId, name: row[20] ?? "", deletedAt: readTime(row[21]!) },
      user:
        userId === null
          ? null
          : { id: userId, name: row[23] ?? "", active: row[24] === "t", permissions: readList(row[25]!) },
      askedOrganization: askedId === null ? null : { id: askedId, name: row[27] ?? "" },
      client:
        clientId === null
          ? null
          : {
              id: clientId,
              name: row[33] ?? "",
              disabledAt: readTime(row[34]!),
              deletedAt: readTime(row[35]!),
            },
    },
    gateway:
      gatewayId === null
        ? null
        : {
            id: gatewayId,
            name: row[29] ?? "",
            accountId: row[30] ?? "",
            forDeployment: row[31] === "t",
          },
  };
}

/** A time as the server's text. */
export function readTime(text: string | null): Date | null {
  return text === null ? null : readTimestamp(text);
}

const none: readonly string[] = [];
const listsMax = 10_000;
// Thousands of tokens act as a few users. What stands here is how a text is read, not what a token may do.
const lists = new Map<string, readonly string[]>();

function readList(text: string | null): readonly string[] {
  if (text === null) return none;
  let list = lists.get(text);
  if (list === undefined) {
    if (lists.size >= listsMax) lists.clear();
    list = readTextArray(text);
    lists.set(text, list);
  }
  return list;
}
