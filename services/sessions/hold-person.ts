import type { Transaction } from "@/prisma/client-factory";

/**
 * Holds whatever opens or renews a session of the person until the transaction ends: who signs in, and who acts in a session, has the row
 * locked FOR SHARE. What ends all sessions asks for it first, or one that is opened at that moment would stay.
 */
export async function holdPerson(tx: Transaction, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
}
