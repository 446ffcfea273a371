import { randomBytes } from "node:crypto";
import { makeTokenString } from "@/domain/tokens/token-string";
import type { OpenWorld } from "@/services/testing/open-world";
import { makeToken, type WantedToken } from "@/services/testing/tokens";

/** Who knocks at /api/v1.0, and what the call adds to the address. */
export const callerNames = [
  "organization token",
  "API key",
  "account token with _oid",
  "account token",
  "account token with a foreign _oid",
  "organization token with a sibling's _oid",
  "export token",
  "download token",
  "impersonation token",
  "administrator's personal token",
  "auditor's personal token",
  "member's personal token",
  "gateway token",
  "unknown token",
  "nobody",
] as const;
export type CallerName = (typeof callerNames)[number];
export type Caller = { readonly token: string | null; readonly oid?: string };

/** A token of every kind in the tenant Acme; those of organizations in its first one. `gateway` is a gateway's own token. */
export async function makeCallers(
  world: OpenWorld,
  { gateway, siblingId }: { gateway: string; siblingId: string },
): Promise<Readonly<Record<CallerName, Caller>>> {
  const { acme, other } = world;
  const secret = async (wanted: WantedToken) => (await makeToken(acme, { name: "Caller", ...wanted })).secret;
  const [organization, account] = [await secret({ type: "organization" }), await secret({ type: "account" })];
  return {
    "organization token": { token: organization },
    "API key": { token: await secret({ type: "api_key" }) },
    "account token with _oid": { token: account, oid: acme.organizationId },
    "account token": { token: account },
    "account token with a foreign _oid": { token: account, oid: other.organizationId },
    "organization token with a sibling's _oid": { token: organization, oid: siblingId },
    "export token": { token: await secret({ type: "export" }) },
    "download token": { token: await secret({ type: "download" }) },
    "impersonation token": { token: await secret({ type: "impersonation" }) },
    "administrator's personal token": {
      token: await secret({ type: "personal", by: acme.administrator }),
    },
    "auditor's personal token": { token: await secretOfAuditor(world) },
    "member's personal token": { token: await secret({ type: "personal", by: acme.member }) },
    "gateway token": { token: gateway },
    "unknown token": { token: makeTokenString("account", acme.locator, randomBytes).text },
    nobody: { token: null },
  };
}

// Auditors make no tokens; one who was something else before may still have one.
async function secretOfAuditor({ db, acme }: OpenWorld): Promise<string> {
  const where = { userId_accountId: { userId: acme.auditor.userId, accountId: acme.accountId } };
  await db.membership.update({ where, data: { role: "member" } });
  const { secret } = await makeToken(acme, { type: "personal", by: acme.auditor });
  await db.membership.update({ where, data: { role: "auditor" } });
  return secret;
}
