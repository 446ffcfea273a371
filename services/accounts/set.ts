import { z } from "zod";
import { limitFields } from "@/domain/access/limit-fields";
import { done, type Result } from "@/domain/result";
import { lockAccount } from "@/services/kernel/account-lock";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z
  .object(limitFields)
  .partial()
  .refine((given) => Object.values(given).some((value) => value !== undefined), "Name something to change.");

export type AccountLimits = Required<z.output<typeof input>> & { readonly id: string };

/**
 * Changes plan or limits of an account; they count from the next verification. Operators change the account they look at, the
 * command line names one. Refuses: invalid_input, forbidden, reauthentication_required, not_found.
 */
export async function setAccount(
  context: Context,
  untrusted: unknown,
  options: { accountId?: string } = {},
): Promise<Result<AccountLimits>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const select = {
    plan: true,
    licensedAssets: true,
    requestsPerMinute: true,
    requestsPerIp: true,
    name: true,
  } as const;
  return act(
    context,
    "account.change_limits",
    async ({ tx, accountId, audit }): Promise<Result<AccountLimits>> => {
      await lockAccount(tx, accountId);
      const found = await tx.account.findUnique({ where: { id: accountId }, select });
      if (found === null) return refuseWith("not_found", "There is no such account.");
      const { name, ...before } = found;
      const after = { ...before, ...withoutUndefined(parsed.value) };
      await tx.account.update({ where: { id: accountId }, data: after });
      await audit({
        action: "account.change_limits",
        target: { kind: "account", id: accountId, name },
        details: { before, after },
      });
      return done({ id: accountId, ...after });
    },
    options,
  );
}

function withoutUndefined<T extends object>(given: T): Partial<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<T>;
}
