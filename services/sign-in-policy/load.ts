import type { SignInPolicyView } from "@/domain/access/sign-in-policy";
import { done, type Result } from "@/domain/result";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { ofWhoHasSecondFactor } from "@/services/second-factors/has-second-factor";

/**
 * How people of the actor's account sign in: whether a second step is required, and how many have one.
 * Refuses: unauthenticated, forbidden, second_factor_needed.
 */
export async function loadSignInPolicy(context: Context): Promise<Result<SignInPolicyView>> {
  return read(context, "sign_in_policy.view", async ({ accountId }) => {
    const rows = await context.db.$queryRaw<SignInPolicyView[]>`
      SELECT a."requireSecondStep", count(u."id")::int AS "people",
        (count(u."id") FILTER (WHERE NOT ${ofWhoHasSecondFactor}))::int AS "withoutSecondStep"
      FROM "Account" a
      LEFT JOIN "Membership" m ON m."accountId" = a."id" AND m."disabledAt" IS NULL AND m."removedAt" IS NULL
      LEFT JOIN "User" u ON u."id" = m."userId" AND u."kind" = 'person' AND u."disabledAt" IS NULL
      WHERE a."id" = ${accountId}::uuid GROUP BY a."id"`;
    const policy = rows[0];
    return policy === undefined ? refuseWith("not_found", "There is no such account.") : done(policy);
  });
}
