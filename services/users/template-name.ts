import { done, type Result } from "@/domain/result";
import type { Transaction } from "@/prisma/client-factory";
import { lockAccount } from "@/services/kernel/account-lock";
import { refuseWith } from "@/services/kernel/act";

/** Refuses `already_exists` when another template user of the account has this name; holds the account's lock meanwhile. */
export async function claimTemplateName(
  tx: Transaction,
  accountId: string,
  name: string,
  ownId: string | null,
): Promise<Result<null>> {
  await lockAccount(tx, accountId);
  const namesakes = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
    WHERE m."accountId" = ${accountId}::uuid AND u."kind" = 'template' AND m."removedAt" IS NULL AND lower(u."name") = lower(${name})
      AND u."id" IS DISTINCT FROM ${ownId}::uuid LIMIT 1`;
  return namesakes.length === 0
    ? done(null)
    : refuseWith("already_exists", "There is a template user of this name already.", { name: "is taken" });
}
