import type { GatewaySummary } from "@/domain/gateways/gateway-views";
import type { Prisma } from "@/prisma/client/client";

/** What a summary is made of; `now`: a secret that retired before it counts no more. */
export const gatewaySummaryInclude = (now: Date) =>
  ({
    account: { select: { name: true } },
    token: {
      include: {
        activity: true,
        organization: { select: { id: true, name: true } },
        secrets: { where: { destroyedAt: null, retiresAt: { gt: now } }, select: { retiresAt: true } },
      },
    },
  }) satisfies Prisma.GatewayInclude;

type Row = Prisma.GatewayGetPayload<{ include: ReturnType<typeof gatewaySummaryInclude> }>;

/** Makes the summary out of its rows. */
export function toGatewaySummary(row: Row): GatewaySummary {
  const { token } = row;
  const { activity } = token;
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    forDeployment: row.forDeployment,
    accountName: row.account.name,
    organization: token.organization,
    isDownloaded: row.downloadedWithId !== null,
    prefix: token.prefix,
    last4: token.last4,
    graceUntil: token.secrets[0]?.retiresAt ?? null,
    createdAt: row.createdAt,
    createdByName: row.createdByName,
    lastUsedAt: activity?.lastUsedAt ?? null,
    lastIp: activity?.lastIp || null,
    lastAgent: activity?.lastAgent || null,
  };
}
