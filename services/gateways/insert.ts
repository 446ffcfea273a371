import { v7 as uuidv7 } from "uuid";
import { gatewaysOfAccountMax } from "@/domain/gateways/bounds";
import type { CreatedGateway } from "@/domain/gateways/gateway-views";
import type { GatewayKind } from "@/domain/gateways/kinds";
import { done, type Result } from "@/domain/result";
import { liveGateways } from "@/services/gateways/visible";
import { lockAccount } from "@/services/kernel/account-lock";
import { refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { loadBearer } from "@/services/tokens/bearer";
import { mintSecret } from "@/services/tokens/mint-secret";

export type NewGateway = {
  readonly name: string;
  readonly kind: GatewayKind;
  readonly forDeployment: boolean;
  /** The one organization that it serves; null for the account, or all. */
  readonly organizationId: string | null;
  readonly downloadedWithId: string | null;
  readonly requestKey: string | null;
};

/**
 * Makes a gateway with a token for it alone, in the transaction of an action; the action writes the event. One at a time per
 * account, so that none comes past the cap. Refuses: cap_reached.
 */
export async function insertGateway(
  context: Context,
  { tx, actor, accountId, now }: Work,
  wanted: NewGateway,
): Promise<Result<CreatedGateway>> {
  await lockAccount(tx, accountId);
  const live = await tx.gateway.count({ where: { accountId, ...liveGateways } });
  if (live >= gatewaysOfAccountMax) {
    return refuseWith(
      "cap_reached",
      `The account has ${live} gateways, as many as it may have. Remove those that are no longer used.`,
    );
  }
  const { name, kind, forDeployment, organizationId, downloadedWithId, requestKey } = wanted;
  const { locator } = await loadBearer(tx, accountId, { organizationId, actsAsUserId: null });
  const [id, tokenId] = [uuidv7(), uuidv7()];
  const { parsed: secret, row } = mintSecret(context, "gateway", locator, now);
  await tx.token.create({
    data: {
      id: tokenId,
      accountId,
      organizationId,
      type: "gateway",
      name,
      createdById: actor.kind === "user" ? actor.userId : null,
      createdByName: actor.name,
      createdAt: now,
      updatedAt: now,
      ipAllowList: [],
      prefix: secret.prefix,
      last4: secret.last4,
      requestKey,
      secrets: { create: row },
      activity: { create: { accountId } },
    },
  });
  await tx.gateway.create({
    data: {
      id,
      accountId,
      forDeployment,
      name,
      kind,
      tokenId,
      createdAt: now,
      createdByName: actor.name,
      downloadedWithId,
    },
  });
  return done({ id, name, kind, secret: secret.text, forDeployment, tokenId, createdAt: now });
}
