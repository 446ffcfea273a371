import { z } from "zod";
import { done, type Result } from "@/domain/result";
import type { Database } from "@/prisma/client-factory";
import { refuseWith } from "@/services/kernel/act";

/**
 * The account that the operator's shell means: by id, locator or exact name; left out, the only one there is. For programs of
 * the deployment only. Refuses: not_found, invalid_input (several fit).
 */
export async function findAccount(
  db: Database,
  reference: string | null,
): Promise<Result<{ id: string; name: string; locator: string }>> {
  const isId = z.uuid().safeParse(reference).success;
  const found = await db.account.findMany({
    where:
      reference === null
        ? {}
        : { OR: [...(isId ? [{ id: reference }] : []), { locator: reference }, { name: reference }] },
    select: { id: true, name: true, locator: true },
    orderBy: { createdAt: "asc" },
    take: 20,
  });
  const [first, second] = found;
  if (first === undefined)
    return refuseWith(
      "not_found",
      reference === null ? "There is no account yet." : `There is no account ${reference}.`,
    );
  if (second === undefined) return done(first);
  const choices = found.map((account) => `${account.name} (${account.locator})`).join(", ");
  return refuseWith("invalid_input", `Name one account, by its id or locator: ${choices}.`);
}
