import { done, type Result } from "@/domain/result";
import type { Transaction } from "@/prisma/client-factory";
import { lockAccount } from "@/services/kernel/account-lock";
import { refuseWith } from "@/services/kernel/act";

/**
 * Refuses `last_administrator` when nobody but `userId` could administer the account. Holds the account's lock, so that two
 * administrators cannot remove each other at the same time.
 */
export async function keepAnAdministrator(
  tx: Transaction,
  accountId: string,
  userId: string,
): Promise<Result<null>> {
  await lockAccount(tx, accountId);
  const others = await tx.membership.count({
    where: {
      accountId,
      role: "administrator",
      disabledAt: null,
      userId: { not: userId },
      user: { kind: "person", disabledAt: null },
    },
  });
  return others > 0 ? done(null) : refuseWith("last_administrator");
}
