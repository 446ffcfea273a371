import type { HandedLink } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { createLink } from "@/services/invitations/create-link";
import { unansweredLinks } from "@/services/invitations/open-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { worksOutside } from "@/services/passwords/reset-reach";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";

/**
 * Makes a link with which a person sets a new password, once, within 24 hours; earlier ones end. Whoever holds it becomes that
 * person everywhere: for operators and for people who are in other accounts too, only an operator may make one. One that somebody
 * else made opens nothing from when the person joins another account.
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, conflict (disabled here).
 */
export async function createResetLink(context: Context, untrusted: unknown): Promise<Result<HandedLink>> {
  const parsed = parseInput(memberId, untrusted);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return act(context, "user.reset_link", async ({ tx, actor, accountId, now, audit }) => {
    const member = await lockMember(tx, accountId, userId);
    if (member === null || member.kind !== "person") return refuseWith("not_found", "There is no such user.");
    if (member.disabledAt !== null) return refuseWith("conflict", "The user is disabled. Enable it first.");
    const isOperator = actor.kind === "user" ? actor.isOperator : actor.kind !== "token";
    if (!isOperator && (await worksOutside(tx, { userId, accountId }))) {
      return refuseWith(
        "forbidden",
        "This person also works outside this account. Ask an operator of this Keydesk for the reset link.",
      );
    }
    await tx.invitation.updateMany({
      where: { userId, purpose: "reset", ...unansweredLinks },
      data: { cancelledAt: now },
    });
    const link = await createLink(tx, context.keys, now, {
      purpose: "reset",
      accountId,
      createdById: actor.kind === "user" ? actor.userId : null,
      userId,
    });
    await audit({
      action: "user.reset_link",
      target: memberTarget(member),
      details: { expiresAt: link.expiresAt },
    });
    return done(link);
  });
}
