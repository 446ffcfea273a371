import { peopleFields } from "@/domain/access/people-fields";
import type { Changed } from "@/domain/access/people-views";
import { letsDoMore } from "@/domain/access/token-strength";
import { done, type Result } from "@/domain/result";
import { cancelLinksBy } from "@/services/invitations/cancel-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { keepAnAdministrator } from "@/services/users/administrator-guard";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";
import { refuseStrongerUser } from "@/services/users/refuse-stronger-user";

const input = memberId.extend({ role: peopleFields.role });

/**
 * Changes a person's role in the actor's account; it counts from the next request. Who stops being an administrator loses the
 * links handed out as one. Refuses: invalid_input, forbidden, reauthentication_required, not_found, stronger_token (a token gives
 * nobody what it could not let in), last_administrator.
 */
export async function changeRole(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { userId, role } = parsed.value;
  return act(
    context,
    "user.change_role",
    async ({ tx, actor, accountId, now, audit }): Promise<Result<Changed>> => {
      const member = await lockMember(tx, accountId, userId);
      if (member === null || member.kind !== "person")
        return refuseWith("not_found", "There is no such user.");
      if (member.role === role) return done({ id: userId, changed: false });
      if (letsDoMore(role, member.role)) {
        const within = refuseStrongerUser(actor, role);
        if (!within.ok) return within;
      }
      if (member.role === "administrator") {
        const guarded = await keepAnAdministrator(tx, accountId, userId);
        if (!guarded.ok) return guarded;
      }
      await tx.membership.update({
        where: { userId_accountId: { userId, accountId } },
        data: { role },
      });
      const cancelled = member.role === "administrator" ? await cancelLinksBy(tx, accountId, userId, now) : 0;
      await audit({
        action: "user.change_role",
        target: memberTarget(member),
        details: { before: member.role, after: role, cancelledLinks: cancelled },
      });
      return done({ id: userId, changed: true });
    },
  );
}
