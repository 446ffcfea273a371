import type { PendingInvitation } from "@/domain/access/people-views";
import type { Invitation } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import { isLinkExpired, isOfOldSecret, unansweredLinks } from "@/services/invitations/open-links";

/** Invitations of an account that were neither accepted nor cancelled. Expired ones are among them. */
export const pendingIn = (accountId: string) =>
  ({ accountId, purpose: "invitation", ...unansweredLinks }) as const;

/** Rows of an account's invitations as everybody may see them: no digest, and no link. */
export async function toPending(
  db: Database,
  accountId: string,
  rows: readonly Invitation[],
  now: Date,
): Promise<PendingInvitation[]> {
  const select = { id: true, name: true } as const;
  const [people, tokens] = await Promise.all([
    db.user.findMany({ where: { id: { in: rows.flatMap((row) => row.createdById ?? []) } }, select }),
    db.token.findMany({
      where: { accountId, id: { in: rows.flatMap((row) => row.createdByTokenId ?? []) } },
      select,
    }),
  ]);
  const nameOf = new Map([...people, ...tokens].map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    email: row.email ?? "",
    role: row.role ?? "member",
    permissions: row.permissions,
    invitedBy: nameOf.get(row.createdById ?? row.createdByTokenId ?? "") ?? null,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    isExpired: isLinkExpired(row, now),
    endsWith: endsWith(row),
  }));
}

function endsWith(row: Invitation): PendingInvitation["endsWith"] {
  if (row.createdByTokenId === null) return null;
  return isOfOldSecret(row) ? "old_secret" : "token";
}
