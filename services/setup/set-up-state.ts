import type { Database, Transaction } from "@/prisma/client-factory";

/** True when somebody can sign in: set-up is over for good. */
export async function hasPeople(db: Database | Transaction): Promise<boolean> {
  const person = await db.user.findFirst({
    where: { kind: "person", passwordHash: { not: null } },
    select: { id: true },
  });
  return person !== null;
}

/** One set-up at a time on the whole deployment, until the end of the transaction. The number is ours and arbitrary. */
export async function lockSetUp(tx: Transaction): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(7201996)) AS held`;
}
