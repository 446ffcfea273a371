import { z } from "zod";
import { done, type Result } from "@/domain/result";
import type { Database } from "@/prisma/client-factory";
import { refuseWith } from "@/services/kernel/act";

const namedMax = 20;

/**
 * The member that the operator's shell means: by id, e-mail address or, as template users have none, exact name; left out, the
 * only one of the kind. For programs of the deployment only. Refuses: not_found, invalid_input (several fit).
 */
export async function findUserByReference(
  db: Database,
  accountId: string,
  kind: "person" | "template",
  reference: string | null,
): Promise<Result<{ id: string; name: string }>> {
  const isId = z.uuid().safeParse(reference).success;
  const fits =
    reference === null
      ? {}
      : {
          OR: [...(isId ? [{ id: reference }] : []), { email: reference.toLowerCase() }, { name: reference }],
        };
  const found = await db.user.findMany({
    where: { kind, memberships: { some: { accountId, removedAt: null } }, ...fits },
    select: { id: true, name: true, email: true },
    orderBy: { createdAt: "asc" },
    take: namedMax,
  });
  const what = kind === "template" ? "template user" : "user";
  const [first, second] = found;
  if (first === undefined) {
    const message =
      reference === null ? `The account has no ${what} yet.` : `The account has no ${what} ${reference}.`;
    return refuseWith("not_found", message);
  }
  if (second === undefined) return done({ id: first.id, name: first.name });
  const choices = found.map((user) => `${user.name} (${user.email ?? user.id})`).join(", ");
  return refuseWith("invalid_input", `Name one ${what} with --user: ${choices}.`);
}
