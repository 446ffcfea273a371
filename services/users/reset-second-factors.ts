import { done, type Result } from "@/domain/result";
import type { Transaction } from "@/prisma/client-factory";
import { recordAudits } from "@/services/audit/record";
import { act, auditActor, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { worksOutside } from "@/services/passwords/reset-reach";
import { hasSecondFactor } from "@/services/second-factors/has-second-factor";
import { holdPerson } from "@/services/sessions/hold-person";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";

/**
 * Removes all second factors and recovery codes of a person who lost them, and ends every session of theirs; the password alone signs in
 * then. As with reset links only an operator may do it to people who work outside of the account too; the trail of each of their
 * accounts tells of it. One's own are removed on the Security page, with what one still has.
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, conflict (there are none, or they are one's own).
 */
export async function resetSecondFactors(
  context: Context,
  untrusted: unknown,
  options: { accountId?: string } = {},
): Promise<Result<{ id: string; sessions: number }>> {
  const parsed = parseInput(memberId, untrusted);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return act(
    context,
    "user.reset_second_factors",
    async ({ tx, actor, accountId, now }) => {
      const member = await lockMember(tx, accountId, userId);
      if (member === null || member.kind !== "person")
        return refuseWith("not_found", "There is no such user.");
      if (actor.kind === "user" && actor.userId === userId)
        return refuseWith("conflict", "Remove your own second factors on your Security page.");
      const isOperator = actor.kind === "user" ? actor.isOperator : actor.kind !== "token";
      if (!isOperator && (await worksOutside(tx, { userId, accountId })))
        return refuseWith(
          "forbidden",
          "This person also works outside this account. Ask an operator of this Keydesk to remove the second factors.",
        );
      if (!(await hasSecondFactor(tx, userId)))
        return refuseWith("conflict", "This person has no second factor.");
      await holdPerson(tx, userId);
      await tx.secondFactor.deleteMany({ where: { userId } });
      await tx.recoveryCode.deleteMany({ where: { userId } });
      const { count: sessions } = await tx.session.updateMany({
        where: { userId, endedAt: null },
        data: { endedAt: now },
      });
      const records = (await accountsOf(tx, userId, accountId)).map((each) => ({
        accountId: each,
        actor: auditActor(actor),
        action: "user.reset_second_factors" as const,
        target: memberTarget(member),
        details: { sessions },
      }));
      await recordAudits(tx, now, context.origin, records);
      return done({ id: userId, sessions });
    },
    options,
  );
}

/** Where the person works, the acting account first: a factor guards them all. */
async function accountsOf(tx: Transaction, userId: string, accountId: string): Promise<string[]> {
  const others = await tx.membership.findMany({
    where: { userId, accountId: { not: accountId }, removedAt: null },
    select: { accountId: true },
    orderBy: { accountId: "asc" },
  });
  return [accountId, ...others.map((membership) => membership.accountId)];
}
