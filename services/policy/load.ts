import { done, type Result } from "@/domain/result";
import { deploymentPolicy } from "@/domain/tokens/policy";
import type { PolicyView } from "@/domain/tokens/policy-views";
import { read } from "@/services/kernel/act";
import type { Reach } from "@/services/kernel/authorise";
import type { Context } from "@/services/kernel/context";
import { policyColumns, policyOf } from "@/services/policy/policy-row";

/**
 * The account's token policy beside the deployment's, and how many keys organizations have. The command line names the account.
 * Refuses: unauthenticated, forbidden.
 */
export async function loadPolicy(
  context: Context,
  options: { accountId?: string } = {},
): Promise<Result<PolicyView>> {
  const { db } = context;
  const load = async ({ accountId }: Reach): Promise<Result<PolicyView>> => {
    const [row, keyCounts] = await Promise.all([
      db.tokenPolicy.findUnique({ where: { accountId }, select: policyColumns }),
      db.$queryRaw<{ keys: number; organizations: number }[]>`
        SELECT o."keys", count(*)::int AS "organizations" FROM (
          SELECT count(*)::int AS "keys" FROM "Token"
          WHERE "accountId" = ${accountId}::uuid AND "type" = 'api_key' AND "deletedAt" IS NULL GROUP BY "organizationId") o
        GROUP BY o."keys" ORDER BY o."keys" DESC`,
    ]);
    return done({ deployment: deploymentPolicy, account: policyOf(row), keyCounts });
  };
  return read(context, "policy.view", load, options);
}
