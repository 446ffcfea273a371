import type { OrganizationDeletionFacts } from "@/domain/access/organization-views";
import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { loadOrganization } from "@/services/organizations/list";

const hourMs = 3_600_000;

/**
 * What a deletion of the organization would break: its live tokens, and the good calls of this and the last hour with the
 * addresses they came from. Refuses: invalid_input, forbidden, not_found.
 */
export async function loadOrganizationDeletionFacts(
  context: Context,
  input: unknown,
): Promise<Result<OrganizationDeletionFacts>> {
  const organization = await loadOrganization(context, input);
  if (!organization.ok) return organization;
  const { id, name } = organization.value;
  return read(context, "organization.delete", async ({ accountId, now }) => {
    const ago = new Date(now.getTime() - hourMs);
    const hour = new Date(Math.floor(ago.getTime() / hourMs) * hourMs);
    const [use] = await context.db.$queryRaw<[Omit<OrganizationDeletionFacts, "name">]>`
      WITH live AS (
        SELECT t."id" FROM "Token" t
        WHERE t."organizationId" = ${id}::uuid AND t."accountId" = ${accountId}::uuid AND t."deletedAt" IS NULL)
      SELECT (SELECT count(*)::int FROM live) AS "tokens",
        (SELECT COALESCE(sum(u."count"), 0)::float8 FROM "UsageHour" u
          WHERE u."tokenId" IN (SELECT "id" FROM live) AND u."hour" >= ${hour} AND u."verdict" = 'valid') AS "calls",
        (SELECT count(DISTINCT c."ip")::int FROM "TokenCaller" c
          WHERE c."tokenId" IN (SELECT "id" FROM live) AND c."lastSeenAt" >= ${ago}) AS "addresses"`;
    return done({ name, ...use });
  });
}
