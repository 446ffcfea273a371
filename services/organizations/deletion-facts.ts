import type { OrganizationDeletionFacts } from "@/domain/access/organization-views";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { loadOrganization } from "@/services/organizations/list";
import { loadUseOf } from "@/services/tokens/use-last-hour";

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
    const live = Prisma.sql`SELECT t."id" FROM "Token" t
      WHERE t."organizationId" = ${id}::uuid AND t."accountId" = ${accountId}::uuid AND t."deletedAt" IS NULL`;
    const [[counted], use] = await Promise.all([
      context.db.$queryRaw<[{ tokens: number }]>`SELECT count(*)::int AS "tokens" FROM (${live}) live`,
      loadUseOf(context.db, live, now),
    ]);
    return done({ name, ...counted, ...use });
  });
}
