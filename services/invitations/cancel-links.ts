import type { Transaction } from "@/prisma/client-factory";

/**
 * Ends every open link that a person made in an account: who may no longer let people in must not keep a key to it.
 * Returns how many.
 */
export async function cancelLinksBy(
  tx: Transaction,
  accountId: string,
  createdById: string,
  now: Date,
): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { accountId, createdById, usedAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  });
  return count;
}
