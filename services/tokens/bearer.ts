import type { Transaction } from "@/prisma/client-factory";

/** Whom a token acts for, and the locator that its strings carry. */
export type Bearer = { readonly locator: string; readonly actsAs: string | null };

/** Loads the bearer of a token of the account. */
export async function loadBearer(
  tx: Transaction,
  accountId: string,
  token: { readonly organizationId: string | null; readonly actsAsUserId: string | null },
): Promise<Bearer> {
  if (token.organizationId !== null) {
    const organization = await tx.organization.findUniqueOrThrow({
      where: { id: token.organizationId, accountId },
      select: { locator: true, name: true },
    });
    return { locator: organization.locator, actsAs: organization.name };
  }
  const account = await tx.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { locator: true },
  });
  if (token.actsAsUserId === null) return { locator: account.locator, actsAs: null };
  const user = await tx.user.findUniqueOrThrow({
    where: { id: token.actsAsUserId },
    select: { name: true },
  });
  return { locator: account.locator, actsAs: user.name };
}
