import type { TokenPolicy } from "@/domain/tokens/policy";
import type { Transaction } from "@/prisma/client-factory";
import { policyColumns, policyOf } from "@/services/policy/policy-row";

const lockName = (accountId: string) => `keydesk token policy ${accountId}`;

/**
 * The account's policy as it binds this transaction, held until its end: a change waits for what is under way, and what begins
 * after the change was answered is bound by it. Call it after other rows were locked, last.
 */
export async function holdPolicy(tx: Transaction, accountId: string): Promise<TokenPolicy> {
  // A lock of its own: most accounts have no row to lock. The read is a second statement, so that it sees what was waited for.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended(${lockName(accountId)}, 0))`;
  return policyOf(await tx.tokenPolicy.findUnique({ where: { accountId }, select: policyColumns }));
}

/** The same for whoever changes it: alone, after all that hold it have ended. */
export async function lockPolicy(tx: Transaction, accountId: string): Promise<TokenPolicy> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lockName(accountId)}, 0))`;
  return policyOf(await tx.tokenPolicy.findUnique({ where: { accountId }, select: policyColumns }));
}
