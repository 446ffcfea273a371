import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";
import { refuseStrongerUser } from "@/services/users/refuse-stronger-user";

/**
 * Lets a disabled person or template user into the actor's account again, with the role and permissions of before. Their
 * tokens work again; ended sessions stay ended. Refuses: invalid_input, forbidden, reauthentication_required, not_found,
 * stronger_token (a token that lets in who can do more than itself).
 */
export async function enableUser(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(memberId, untrusted);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return act(context, "user.enable", async ({ tx, actor, accountId, audit }): Promise<Result<Changed>> => {
    const member = await lockMember(tx, accountId, userId);
    if (member === null) return refuseWith("not_found", "There is no such user.");
    if (member.disabledAt === null) return done({ id: userId, changed: false });
    const within = refuseStrongerUser(actor, member.role);
    if (!within.ok) return within;
    await tx.membership.update({
      where: { userId_accountId: { userId, accountId } },
      data: { disabledAt: null },
    });
    await audit({
      action: "user.enable",
      target: memberTarget(member),
      details: { role: member.role, permissions: member.permissions },
    });
    return done({ id: userId, changed: true });
  });
}
