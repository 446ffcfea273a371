import type { Transaction } from "@/prisma/client-factory";

/** The name of an account of the person's that requires a second step of its people; null where none does. */
export async function requiringAccount(tx: Transaction, userId: string): Promise<string | null> {
  const found = await tx.account.findFirst({
    where: {
      requireSecondStep: true,
      disabledAt: null,
      memberships: { some: { userId, disabledAt: null } },
    },
    select: { name: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return found?.name ?? null;
}
