import { done, type Result } from "@/domain/result";
import type { Database } from "@/prisma/client-factory";
import { refuseWith } from "@/services/kernel/act";

/**
 * The person with an e-mail address, in whatever account, and the account that they came to first. For programs of the deployment only.
 * Refuses: not_found.
 */
export async function findPersonByEmail(
  db: Database,
  email: string,
): Promise<Result<{ id: string; name: string; email: string; accountId: string }>> {
  const found = await db.membership.findFirst({
    where: { removedAt: null, user: { kind: "person", email: email.trim().toLowerCase() } },
    select: { accountId: true, user: { select: { id: true, name: true, email: true } } },
    orderBy: [{ createdAt: "asc" }, { accountId: "asc" }],
  });
  if (found === null || found.user.email === null)
    return refuseWith("not_found", "Nobody in an account of this Keydesk has this e-mail address.");
  const { id, name, email: known } = found.user;
  return done({ id, name, email: known, accountId: found.accountId });
}
