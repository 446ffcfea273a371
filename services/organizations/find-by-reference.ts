import { z } from "zod";
import { done, type Result } from "@/domain/result";
import type { Database } from "@/prisma/client-factory";
import { refuseWith } from "@/services/kernel/act";

const namedMax = 20;

/**
 * The organization that the operator's shell means: by id, locator or name; left out, the only one of the account. For programs of
 * the deployment only. Refuses: not_found, invalid_input (several fit).
 */
export async function findOrganizationByReference(
  db: Database,
  accountId: string,
  reference: string | null,
): Promise<Result<{ id: string; name: string }>> {
  const isId = z.uuid().safeParse(reference).success;
  const fits =
    reference === null
      ? {}
      : {
          OR: [
            ...(isId ? [{ id: reference }] : []),
            { locator: reference },
            { name: { equals: reference, mode: "insensitive" as const } },
          ],
        };
  const found = await db.organization.findMany({
    where: { accountId, deletedAt: null, ...fits },
    select: { id: true, name: true, locator: true },
    orderBy: { createdAt: "asc" },
    take: namedMax,
  });
  const [first, second] = found;
  if (first === undefined) {
    const message =
      reference === null
        ? "The account has no organization yet."
        : `The account has no organization ${reference}.`;
    return refuseWith("not_found", message);
  }
  if (second === undefined) return done({ id: first.id, name: first.name });
  const choices = found.map((organization) => `${organization.name} (${organization.locator})`).join(", ");
  return refuseWith("invalid_input", `Name one organization with --organization: ${choices}.`);
}
