import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { cancelLinksBy } from "@/services/invitations/cancel-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { keepAnAdministrator } from "@/services/users/administrator-guard";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";

export type Disabled = Changed & { readonly sessionsEnded: number };

/**
 * Shuts a person or template user out of the actor's account at once: the sessions there end, tokens acting as them are
 * refused as `owner_inactive` by the next verification, links they handed out end. Other accounts of theirs are not touched.
 * Refuses: invalid_input, forbidden, not_found, last_administrator.
 */
export async function disableUser(context: Context, untrusted: unknown): Promise<Result<Disabled>> {
  const parsed = parseInput(memberId, untrusted);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return act(context, "user.disable", async ({ tx, accountId, now, audit }): Promise<Result<Disabled>> => {
    const member = await lockMember(tx, accountId, userId);
    if (member === null) return refuseWith("not_found", "There is no such user.");
    if (member.disabledAt !== null) return done({ id: userId, changed: false, sessionsEnded: 0 });
    if (member.kind === "person" && member.role === "administrator") {
      const guarded = await keepAnAdministrator(tx, accountId, userId);
      if (!guarded.ok) return guarded;
    }
    await tx.membership.update({
      where: { userId_accountId: { userId, accountId } },
      data: { disabledAt: now },
    });
    const { count: sessionsEnded } = await tx.session.updateMany({
      where: { userId, accountId, endedAt: null },
      data: { endedAt: now },
    });
    const cancelledLinks = await cancelLinksBy(tx, accountId, userId, now);
    await audit({
      action: "user.disable",
      target: memberTarget(member),
      details: { sessions: sessionsEnded, cancelledLinks },
    });
    return done({ id: userId, changed: true, sessionsEnded });
  });
}
