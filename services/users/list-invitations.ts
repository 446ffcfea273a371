import type { PendingInvitation } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

const shownMax = 200;

/** The account's pending invitations, newest first, at most 200; expired ones too, so that they can be sent anew. */
export async function listInvitations(context: Context): Promise<Result<PendingInvitation[]>> {
  return read(context, "user.view", async ({ accountId, now }) => {
    const rows = await context.db.invitation.findMany({
      where: { accountId, purpose: "invitation", usedAt: null, cancelledAt: null },
      orderBy: { createdAt: "desc" },
      take: shownMax,
    });
    const inviters = await context.db.user.findMany({
      where: { id: { in: rows.flatMap((row) => row.createdById ?? []) } },
      select: { id: true, name: true },
    });
    const nameOf = new Map(inviters.map((user) => [user.id, user.name]));
    return done(
      rows.map((row) => ({
        id: row.id,
        email: row.email ?? "",
        role: row.role ?? "member",
        permissions: row.permissions,
        invitedBy: row.createdById === null ? null : (nameOf.get(row.createdById) ?? null),
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
        isExpired: row.expiresAt <= now,
      })),
    );
  });
}
