import type { PendingInvitation } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { pendingIn, toPending } from "@/services/users/pending-invitations";

const shownMax = 200;

/** The account's pending invitations, newest first, at most 200; expired ones too, so that they can be sent anew. */
export async function listInvitations(context: Context): Promise<Result<PendingInvitation[]>> {
  return read(context, "user.view", async ({ accountId, now }) => {
    const rows = await context.db.invitation.findMany({
      where: pendingIn(accountId),
      orderBy: { createdAt: "desc" },
      take: shownMax,
    });
    return done(await toPending(context.db, accountId, rows, now));
  });
}
