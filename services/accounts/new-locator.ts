import { randomBytes } from "node:crypto";
import { randomBase62 } from "@/domain/tokens/alphabet";
import { locatorLength } from "@/domain/tokens/sealed-string";
import type { Transaction } from "@/prisma/client-factory";

/** A locator that neither an account nor an organization has: it stands in token strings, and names one owner only. */
export async function newLocator(tx: Transaction): Promise<string> {
  for (;;) {
    const locator = randomBase62(locatorLength, randomBytes);
    const [account, organization] = await Promise.all([
      tx.account.findUnique({ where: { locator }, select: { id: true } }),
      tx.organization.findUnique({ where: { locator }, select: { id: true } }),
    ]);
    if (account === null && organization === null) return locator;
  }
}
