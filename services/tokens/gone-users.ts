import type { Database, Transaction } from "@/prisma/client-factory";

/** The users, people and template users, who are no longer active in the account. */
export async function loadGoneUserIds(db: Database | Transaction, accountId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ userId: string }[]>`
    SELECT m."userId" FROM "Membership" m JOIN "User" u ON u."id" = m."userId"
    WHERE m."accountId" = ${accountId}::uuid AND (m."disabledAt" IS NOT NULL OR u."disabledAt" IS NOT NULL)`;
  return rows.map((row) => row.userId);
}
