import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { type RevocableToken, revocableName } from "@/api/testing/revocable-tokens";
import { makeClientId } from "@/domain/oauth/client-credentials";
import { mintClientSecret } from "@/services/api-clients/mint-client-secret";
import type { OpenWorld } from "@/services/testing/open-world";
import type { Tenant } from "@/services/testing/world";
import { mintSecret } from "@/services/tokens/mint-secret";

/** A token that a client obtained, with the client. */
export type RevocableClientToken = RevocableToken & { readonly apiClientId: string };

/** Makes API clients with a token each, as the services would but many at a time. */
export async function makeRevocableClientTokens(
  world: OpenWorld,
  tenant: Tenant,
  count: number,
): Promise<RevocableClientToken[]> {
  const { accountId, administrator } = tenant;
  const { context } = administrator;
  const now = world.clock.now;
  const rows = Array.from({ length: count }, () => ({
    apiClientId: uuidv7(),
    tokenId: uuidv7(),
    client: mintClientSecret(context, tenant.locator).row,
    minted: mintSecret(context, "account", tenant.locator, now),
  }));
  const made = { accountId, name: revocableName, createdByName: "Test", createdAt: now, updatedAt: now };
  await world.db.apiClient.createMany({
    data: rows.map(({ apiClientId, client }) => ({
      ...made,
      ...client,
      id: apiClientId,
      clientId: makeClientId(randomBytes),
    })),
  });
  await world.db.token.createMany({
    data: rows.map(({ apiClientId, tokenId, minted }) => ({
      ...made,
      id: tokenId,
      type: "account" as const,
      apiClientId,
      expiresAt: new Date(now.getTime() + 3_600_000),
      prefix: minted.row.prefix,
      last4: minted.row.last4,
    })),
  });
  await world.db.tokenSecret.createMany({
    data: rows.map(({ tokenId, minted }) => ({ ...minted.row, tokenId })),
  });
  return rows.map(({ apiClientId, tokenId, minted }) => ({
    apiClientId,
    tokenId,
    userId: tenant.templateUserId,
    accountId,
    context,
    secret: minted.parsed.text,
  }));
}
