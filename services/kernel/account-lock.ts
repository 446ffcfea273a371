import type { Transaction } from "@/prisma/client-factory";

/**
 * One at a time per account: whoever counts administrators or looks for a free name holds this until the end of the
 * transaction. Does not hold up inserts that refer to the account.
 */
export async function lockAccount(tx: Transaction, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Account" WHERE "id" = ${accountId}::uuid FOR NO KEY UPDATE`;
}
