import type { AccountView } from "@/domain/access/account-views";
import { done, type Result } from "@/domain/result";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { policyColumns, policyOf } from "@/services/policy/policy-row";

/** The account that the actor works in, with plan, limits and token policy. Refuses: unauthenticated, forbidden, not_found. */
export async function loadAccount(
  context: Context,
  options: { accountId?: string } = {},
): Promise<Result<AccountView>> {
  return read(
    context,
    "account.view",
    async ({ accountId }): Promise<Result<AccountView>> => {
      const account = await context.db.account.findUnique({
        where: { id: accountId },
        omit: { disabledAt: true },
        include: { tokenPolicy: { select: policyColumns } },
      });
      return account === null
        ? refuseWith("not_found", "There is no such account.")
        : done({ ...account, tokenPolicy: policyOf(account.tokenPolicy) });
    },
    options,
  );
}
