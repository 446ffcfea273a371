import type { SecondFactorKind } from "@/domain/second-factors/kinds";
import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";

/** What the person can prove at the sign-in beside the password. What was not confirmed yet guards nothing. */
export async function listSecondFactorKinds(
  db: Database | Transaction,
  userId: string,
): Promise<readonly SecondFactorKind[]> {
  const factors = await db.secondFactor.findMany({
    where: { userId, confirmedAt: { not: null } },
    select: { kind: true },
  });
  return [...new Set(factors.map(({ kind }) => kind))];
}

/** True when the person proves a second factor at the sign-in. */
export async function hasSecondFactor(db: Database | Transaction, userId: string): Promise<boolean> {
  return (await listSecondFactorKinds(db, userId)).length > 0;
}

/** The same as a condition of SQL, about the row that a statement calls "u". */
export const ofWhoHasSecondFactor = Prisma.sql`EXISTS (
  SELECT 1 FROM "SecondFactor" f WHERE f."userId" = u."id" AND f."confirmedAt" IS NOT NULL)`;
