import type { Context } from "@/services/kernel/context";
import { createTestContext } from "@/services/testing/context";
import { makeToken, type WantedToken } from "@/services/testing/tokens";
import type { Tenant, World } from "@/services/testing/world";

export type WantedHolder = WantedToken & {
  readonly ipAllowList?: string[];
  /** The organization that the call names (`_oid`). */
  readonly named?: string;
};

/** A new token's own context, as the API's door makes it. */
export async function makeTokenContext(
  { db, clock }: Pick<World, "db" | "clock">,
  tenant: Tenant,
  { ipAllowList, named, ...wanted }: WantedHolder,
): Promise<{ id: string; context: Context }> {
  const { id } = await makeToken(tenant, wanted);
  if (ipAllowList) await db.token.update({ where: { id }, data: { ipAllowList } });
  const secret = await db.tokenSecret.findFirstOrThrow({ where: { tokenId: id } });
  const claim = { kind: "token", tokenId: id, secretId: secret.id, organizationId: named ?? null } as const;
  return { id, context: createTestContext(db, clock, claim) };
}
