import type { Database, Transaction } from "@/prisma/client-factory";

/**
 * True when a person works outside of the account too: is in another one, also as a disabled or removed member, or operates the
 * deployment. Whoever holds a reset link becomes the person there as well, so that only an operator may hand one out.
 */
export async function worksOutside(
  db: Database | Transaction,
  { userId, accountId }: { readonly userId: string; readonly accountId: string },
): Promise<boolean> {
  const [elsewhere, operators] = await Promise.all([
    db.membership.count({ where: { userId, accountId: { not: accountId } } }),
    db.user.count({ where: { id: userId, isOperator: true } }),
  ]);
  return elsewhere + operators > 0;
}

/** Whether a reset link may still be used: the person may have joined another account since it was handed out. */
export async function reachesNoFurther(
  db: Database | Transaction,
  link: {
    readonly userId: string | null;
    readonly accountId: string | null;
    readonly createdById: string | null;
  },
): Promise<boolean> {
  const { userId, accountId, createdById } = link;
  if (userId === null || accountId === null) return false;
  if (!(await worksOutside(db, { userId, accountId }))) return true;
  // Nobody's is the command line's.
  if (createdById === null) return true;
  return (await db.user.count({ where: { id: createdById, isOperator: true } })) > 0;
}
