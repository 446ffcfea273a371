import { done, type Result } from "@/domain/result";
import { cancelLinksBy } from "@/services/invitations/cancel-links";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteEvery, revokeTimeoutMs } from "@/services/tokens/delete-every";
import { keepAnAdministrator } from "@/services/users/administrator-guard";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";

export type Removed = { readonly id: string; readonly tokens: number; readonly sessionsEnded: number };

/**
 * Takes a person or template user out of the actor's account for good: the sessions there end, the tokens that act as the user
 * are revoked, links handed out by or to the person end. Other accounts are not touched; who is invited again begins anew.
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, last_administrator.
 */
export async function removeUser(context: Context, untrusted: unknown): Promise<Result<Removed>> {
  const parsed = parseInput(memberId, untrusted);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return act(
    context,
    "user.remove",
    async (work): Promise<Result<Removed>> => {
      const { tx, accountId, now, audit } = work;
      const member = await lockMember(tx, accountId, userId);
      if (member === null) return refuseWith("not_found", "There is no such user.");
      const isActive = member.disabledAt === null;
      if (isActive && member.kind === "person" && member.role === "administrator") {
        const guarded = await keepAnAdministrator(tx, accountId, userId);
        if (!guarded.ok) return guarded;
      }
      const tokens = await deleteEvery(work, { personalOf: null, actsAsUserId: userId });
      await tx.membership.update({
        where: { userId_accountId: { userId, accountId } },
        data: { removedAt: now, disabledAt: member.disabledAt ?? now },
      });
      const { count: sessionsEnded } = await tx.session.updateMany({
        where: { userId, accountId, endedAt: null },
        data: { endedAt: now },
      });
      const cancelledLinks =
        (await cancelLinksBy(tx, accountId, userId, now)) + (await cancelLinksFor(work, userId));
      await audit({
        action: "user.remove",
        target: memberTarget(member),
        details: { role: member.role, tokens, sessions: sessionsEnded, cancelledLinks },
      });
      return done({ id: userId, tokens, sessionsEnded });
    },
    { timeoutMs: revokeTimeoutMs },
  );
}

async function cancelLinksFor({ tx, accountId, now }: Work, userId: string): Promise<number> {
  const { count } = await tx.invitation.updateMany({
    where: { accountId, userId, purpose: "reset", usedAt: null, cancelledAt: null },
    data: { cancelledAt: now },
  });
  return count;
}
