import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";

/**
 * Ends every session of a person in the actor's account (ASVS 7.4.5), without disabling the person.
 * Refuses: invalid_input, forbidden, not_found.
 */
export async function endUserSessions(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ id: string; count: number }>> {
  const parsed = parseInput(memberId, untrusted);
  if (!parsed.ok) return parsed;
  const { userId } = parsed.value;
  return act(context, "user.end_sessions", async ({ tx, accountId, now, audit }) => {
    const member = await lockMember(tx, accountId, userId);
    if (member === null || member.kind !== "person") return refuseWith("not_found", "There is no such user.");
    const { count } = await tx.session.updateMany({
      where: { userId, accountId, endedAt: null },
      data: { endedAt: now },
    });
    await audit({ action: "user.end_sessions", target: memberTarget(member), details: { count } });
    return done({ id: userId, count });
  });
}
