import { v7 as uuidv7 } from "uuid";
import { openProduct } from "@/e2e/support/product";
import type { Person } from "@/e2e/support/world";
import { mintAppSecret } from "@/services/second-factors/app-codes";
import { sealAppSecret } from "@/services/second-factors/app-secret";

/** Gives people an authenticator app each, past the page; nobody knows its secret. */
export async function giveApps(...people: readonly Pick<Person, "id">[]): Promise<void> {
  const { db, keys } = openProduct();
  const now = new Date();
  await db.secondFactor.createMany({
    data: people.map(({ id: userId }) => {
      const id = uuidv7();
      const sealed = sealAppSecret(keys, mintAppSecret(), { id, userId });
      return { ...sealed, id, userId, kind: "app", name: "Phone", createdAt: now, confirmedAt: now };
    }),
  });
}
