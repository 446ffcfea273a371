import type { OrganizationTokenCount } from "@/domain/access/organization-views";
import { done, type Result } from "@/domain/result";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { organizationTokenTypes } from "@/domain/tokens/types";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { loadOrganization } from "@/services/organizations/list";
import { countTotal } from "@/services/tokens/find-page";

/**
 * The live tokens of an organization by type, each the number of rows that the grid lists for that organization and type.
 * Refuses: invalid_input, forbidden, not_found.
 */
export async function countOrganizationTokens(
  context: Context,
  input: unknown,
): Promise<Result<readonly OrganizationTokenCount[]>> {
  const organization = await loadOrganization(context, input);
  if (!organization.ok) return organization;
  const { id } = organization.value;
  return read(context, "token.view", async ({ accountId, organizationId, now }) => {
    const counts = organizationTokenTypes.map(async (type) => {
      const query = tokenQuerySchema.parse({ organization: [id], type: [type] });
      const facts = { accountId, organizationId, now, goneUserIds: [] };
      return { type, count: await countTotal(context.db, query, facts) };
    });
    return done(await Promise.all(counts));
  });
}
