import { done, type Result } from "@/domain/result";
import { unansweredLinks } from "@/services/invitations/open-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { invitationId } from "@/services/users/invitation-id";

/** Ends an open invitation of the actor's account. Refuses: invalid_input, forbidden, not_found (also when used meanwhile). */
export async function cancelInvitation(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ id: string }>> {
  const parsed = parseInput(invitationId, untrusted);
  if (!parsed.ok) return parsed;
  const id = parsed.value.invitationId;
  return act(context, "user.cancel_invitation", async ({ tx, accountId, now, audit }) => {
    const { count } = await tx.invitation.updateMany({
      where: { id, accountId, purpose: "invitation", ...unansweredLinks },
      data: { cancelledAt: now },
    });
    if (count === 0) return refuseWith("not_found", "There is no such open invitation.");
    const invitation = await tx.invitation.findUniqueOrThrow({ where: { id } });
    await audit({
      action: "user.cancel_invitation",
      target: { kind: "invitation", id, name: invitation.email ?? "" },
      details: { role: invitation.role },
    });
    return done({ id });
  });
}
