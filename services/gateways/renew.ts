import { z } from "zod";
import type { RenewedGateway } from "@/domain/gateways/gateway-views";
import { type GatewayKind, gatewayKinds } from "@/domain/gateways/kinds";
import { done, type Result } from "@/domain/result";
import { graceSeconds } from "@/domain/tokens/bounds";
import { graceEnd } from "@/domain/tokens/grace";
import { gatewayIdInput } from "@/services/gateways/gateway-id";
import { visibleGateways } from "@/services/gateways/visible";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { replaceSecret } from "@/services/tokens/replace-secret";

const renewInput = gatewayIdInput.extend({
  /** What asks from now on; left out, what did so far. */
  kind: z.enum(gatewayKinds, { error: `Choose one of ${gatewayKinds.join(", ")}.` }).optional(),
  /** How long the token before it works too, so that a running gateway can be replaced without a gap. */
  graceSeconds: z
    .literal(graceSeconds, { error: `Choose one of ${graceSeconds.join(", ")} seconds.` })
    .default(0),
  /** The token that the form showed: a renewal that was submitted twice shows one token. */
  expectedLast4: z.string().length(4, "Four characters are expected."),
});

export type RenewGatewayInput = z.input<typeof renewInput>;

/**
 * Gives a gateway a new token, for a bundle that is downloaded again: what was shown once is kept nowhere. The token before it is
 * refused at once or works for a grace period. Operators only.
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, conflict (it was renewed meanwhile).
 */
export async function renewGateway(context: Context, input: unknown): Promise<Result<RenewedGateway>> {
  const parsed = parseInput(renewInput, input);
  if (!parsed.ok) return parsed;
  const { gatewayId: id, graceSeconds: seconds, expectedLast4, kind } = parsed.value;
  return act(context, "gateway.renew", async (work) => {
    const gateway = await lockGateway(work, id);
    if (gateway === null) return refuseWith("not_found", "There is no such gateway.");
    const { accountId, tokenId, name, forDeployment, createdAt } = gateway;
    if (gateway.last4 !== expectedLast4) {
      return refuseWith("conflict", "The gateway got a new token meanwhile; it was shown then.");
    }
    const graceUntil = graceEnd(work.now, seconds, null);
    const token = {
      id: tokenId,
      type: "gateway",
      organizationId: gateway.organizationId,
      actsAsUserId: null,
    } as const;
    const { secret, last4 } = await replaceSecret(
      context,
      { ...work, accountId },
      token,
      gateway.secretId,
      graceUntil,
    );
    const renewed = kind ?? gateway.kind;
    await work.tx.gateway.update({ where: { id, accountId }, data: { kind: renewed } });
    await work.audit({
      action: "gateway.renew",
      target: { kind: "gateway", id, name },
      details: { kind: renewed, graceUntil, last4: { before: gateway.last4, after: last4 } },
    });
    return done({ id, name, kind: renewed, secret, forDeployment, tokenId, createdAt, graceUntil });
  });
}

type LockedGateway = {
  readonly accountId: string;
  readonly tokenId: string;
  readonly organizationId: string | null;
  readonly secretId: string;
  readonly last4: string;
  readonly name: string;
  readonly kind: GatewayKind;
  readonly forDeployment: boolean;
  readonly createdAt: Date;
};

// Of two renewals at once the second waits here, and then sees another token than its form showed.
async function lockGateway({ tx, accountId }: Work, id: string): Promise<LockedGateway | null> {
  const visible = await tx.gateway.findFirst({ where: { id, ...visibleGateways(accountId) } });
  if (visible === null) return null;
  await tx.$queryRaw`SELECT 1 FROM "Token" WHERE "id" = ${visible.tokenId}::uuid FOR UPDATE`;
  const gateway = await tx.gateway.findFirst({
    where: { id, ...visibleGateways(accountId) },
    include: { token: { include: { secrets: { where: { retiresAt: null, destroyedAt: null } } } } },
  });
  const secret = gateway?.token.secrets[0];
  if (gateway == null || secret === undefined) return null;
  const { token, ...rest } = gateway;
  return { ...rest, organizationId: token.organizationId, secretId: secret.id, last4: secret.last4 };
}
