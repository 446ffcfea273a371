import { v7 as uuidv7 } from "uuid";
import type { Context } from "@/services/kernel/context";
import type { OpenWorld } from "@/services/testing/open-world";
import type { Tenant } from "@/services/testing/world";
import { mintSecret } from "@/services/tokens/mint-secret";

export type RevocableToken = {
  readonly tokenId: string;
  readonly userId: string;
  readonly accountId: string;
  /** Acts as the administrator of the token's account. */
  readonly context: Context;
  /** What is presented: a token string, or a JWT of it. Valid with the permission reports:read, until revoked. */
  readonly secret: string;
};

export const revocableName = "Nightly sync";
/** The name of every template user: typed to remove one that is in use. */
export const revocableUserName = "svc";

/**
 * Makes impersonation tokens, each with a template user of its own, as the services would but many at a time.
 * @param rotating as after a rotation with grace: `secret` is the old one
 */
export async function makeRevocableTokens(
  world: OpenWorld,
  tenant: Tenant,
  count: number,
  rotating: boolean,
): Promise<RevocableToken[]> {
  const { accountId, administrator } = tenant;
  const { context } = administrator;
  const now = world.clock.now;
  const rows = Array.from({ length: count }, () => {
    const [old, current] = [mint(context, tenant), mint(context, tenant)];
    return { userId: uuidv7(), tokenId: uuidv7(), old, current };
  });
  await world.db.user.createMany({
    data: rows.map(({ userId }) => ({
      id: userId,
      kind: "template" as const,
      name: revocableUserName,
      createdAt: now,
    })),
  });
  await world.db.membership.createMany({
    data: rows.map(({ userId }) => ({
      userId,
      accountId,
      role: "member" as const,
      permissions: ["reports:read"],
      createdAt: now,
    })),
  });
  await world.db.token.createMany({
    data: rows.map(({ tokenId, userId, current }) => ({
      id: tokenId,
      accountId,
      type: "impersonation" as const,
      name: revocableName,
      actsAsUserId: userId,
      createdByName: "Test",
      createdAt: now,
      updatedAt: now,
      prefix: current.row.prefix,
      last4: current.row.last4,
    })),
  });
  const retiresAt = new Date(now.getTime() + 3_600_000);
  await world.db.tokenSecret.createMany({
    data: rows.flatMap(({ tokenId, old, current }) => [
      ...(rotating ? [{ ...old.row, tokenId, retiresAt }] : []),
      { ...current.row, tokenId },
    ]),
  });
  return rows.map(({ tokenId, userId, old, current }) => ({
    tokenId,
    userId,
    accountId,
    context,
    secret: (rotating ? old : current).parsed.text,
  }));
}

function mint(context: Context, tenant: Tenant) {
  return mintSecret(context, "impersonation", tenant.locator, context.now());
}
