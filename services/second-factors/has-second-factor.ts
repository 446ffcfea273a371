import type { Database, Transaction } from "@/prisma/client-factory";

/** True when the person proves a second factor at the sign-in. One that was not confirmed yet guards nothing. */
export async function hasSecondFactor(db: Database | Transaction, userId: string): Promise<boolean> {
  return (await db.secondFactor.count({ where: { userId, confirmedAt: { not: null } } })) > 0;
}
