import { v7 as uuidv7 } from "uuid";
import type { Plan } from "@/domain/access/plans";
import type { Transaction } from "@/prisma/client-factory";
import { newLocator } from "@/services/accounts/new-locator";

export type NewAccount = {
  readonly name: string;
  readonly plan?: Plan;
  readonly licensedAssets?: number;
};

/** An account's row in the caller's transaction; the caller audits it. */
export async function insertAccount(
  tx: Transaction,
  now: Date,
  account: NewAccount,
): Promise<{ id: string; locator: string; name: string; plan: Plan }> {
  return tx.account.create({
    data: { id: uuidv7(), locator: await newLocator(tx), createdAt: now, ...account },
    select: { id: true, locator: true, name: true, plan: true },
  });
}
