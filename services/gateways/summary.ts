import type { GatewayKind } from "@/domain/gateways/kinds";
import { tokenStatus } from "@/domain/tokens/status";
import type { Prisma } from "@/prisma/client/client";

/** What pages show of a gateway; its secret is not among it. */
export type GatewaySummary = {
  readonly id: string;
  readonly name: string;
  readonly kind: GatewayKind;
  readonly forDeployment: boolean;
  /** The one organization that it serves; null for the account, or all. */
  readonly organization: { readonly id: string; readonly name: string } | null;
  readonly accountId: string;
  readonly accountName: string;
  readonly tokenId: string;
  readonly prefix: string;
  readonly last4: string;
  readonly status: ReturnType<typeof tokenStatus>;
  readonly createdAt: Date;
  readonly createdByName: string;
  readonly firstUsedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastIp: string | null;
  readonly lastAgent: string | null;
};

/** What a summary is made of. */
export const gatewaySummaryInclude = {
  account: { select: { name: true } },
  token: { include: { activity: true, organization: { select: { id: true, name: true } } } },
} satisfies Prisma.GatewayInclude;

type Row = Prisma.GatewayGetPayload<{ include: typeof gatewaySummaryInclude }>;

/** Makes the summary out of its rows. */
export function toGatewaySummary(row: Row, now: Date): GatewaySummary {
  const { token } = row;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    forDeployment: row.forDeployment,
    organization: token.organization,
    accountId: row.accountId,
    accountName: row.account.name,
    tokenId: row.tokenId,
    prefix: token.prefix,
    last4: token.last4,
    status: tokenStatus(token, now),
    createdAt: row.createdAt,
    createdByName: row.createdByName,
    firstUsedAt: token.activity?.firstUsedAt ?? null,
    lastUsedAt: token.activity?.lastUsedAt ?? null,
    lastIp: token.activity?.lastIp || null,
    lastAgent: token.activity?.lastAgent || null,
  };
}
