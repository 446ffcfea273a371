import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
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
  // Compared as the index of names does it: a comparison "insensitive" of Prisma's would take the name for a pattern.
  const isMeant = Prisma.sql`("locator" = ${reference} OR lower("name") = lower(${reference})
    ${isId ? Prisma.sql`OR "id" = ${reference}::uuid` : Prisma.empty})`;
  const found = await db.$queryRaw<{ id: string; name: string; locator: string }[]>`
    SELECT "id", "name", "locator" FROM "Organization"
    WHERE "accountId" = ${accountId}::uuid AND "deletedAt" IS NULL ${reference === null ? Prisma.empty : Prisma.sql`AND ${isMeant}`}
    ORDER BY "createdAt", "id" LIMIT ${namedMax}`;
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
