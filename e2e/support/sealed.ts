import { expect } from "@playwright/test";
import { openProduct } from "@/e2e/support/product";

/** Until every event of an account has its number: what exports and answers about the past know of. */
export async function untilSealed(accountId: string): Promise<void> {
  const { db } = openProduct();
  await expect.poll(() => db.auditPending.count({ where: { logId: accountId } })).toBe(0);
}
