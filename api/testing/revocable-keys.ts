import { v7 as uuidv7 } from "uuid";
import { type RevocableToken, revocableName } from "@/api/testing/revocable-tokens";
import { signJwt } from "@/api/testing/sign-jwt";
import type { OpenWorld } from "@/services/testing/open-world";
import { createOrganization, type Tenant } from "@/services/testing/world";
import { sealRevealable } from "@/services/tokens/keep-revealable";
import { mintSecret } from "@/services/tokens/mint-secret";

const keysPerOrganization = 20;

/** Makes API keys, as the services would but many at a time, each with a JWT that it signed. */
export async function makeRevocableKeys(
  world: OpenWorld,
  tenant: Tenant,
  count: number,
  label: string,
): Promise<RevocableToken[]> {
  const { accountId, administrator } = tenant;
  const { context } = administrator;
  const now = world.clock.now;
  const organizationIds = await Promise.all(
    Array.from({ length: Math.ceil(count / keysPerOrganization) }, (_, i) =>
      createOrganization(world.db, world.clock, accountId, `Program ${label} ${i} ${uuidv7()}`),
    ),
  );
  const rows = Array.from({ length: count }, (_, i) => {
    const minted = mintSecret(context, "api_key", tenant.locator, now);
    const organizationId = organizationIds[Math.floor(i / keysPerOrganization)]!;
    return { tokenId: uuidv7(), organizationId, minted };
  });
  await world.db.token.createMany({
    data: rows.map(({ tokenId, organizationId, minted }) => ({
      id: tokenId,
      accountId,
      organizationId,
      type: "api_key" as const,
      name: revocableName,
      createdByName: "Test",
      createdAt: now,
      updatedAt: now,
      prefix: minted.row.prefix,
      last4: minted.row.last4,
    })),
  });
  await world.db.tokenSecret.createMany({
    data: rows.map(({ tokenId, minted }) => ({ ...minted.row, tokenId })),
  });
  await world.db.tokenSecretCiphertext.createMany({
    data: rows.map(({ tokenId, minted }) => sealRevealable(context, { accountId, tokenId }, minted)!),
  });
  return Promise.all(
    rows.map(async ({ tokenId, minted }) => ({
      tokenId,
      userId: tenant.templateUserId,
      accountId,
      context,
      secret: await signJwt({ id: tokenId, secret: minted.parsed.text }, now),
    })),
  );
}
