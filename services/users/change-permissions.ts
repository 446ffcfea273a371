import { peopleFields } from "@/domain/access/people-fields";
import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";

const input = memberId.extend({ permissions: peopleFields.permissions });

/**
 * Sets what tokens acting as a person or template user may do. The next verification reads it (design §5).
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found.
 */
export async function changePermissions(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { userId, permissions } = parsed.value;
  return act(
    context,
    "user.change_permissions",
    async ({ tx, accountId, audit }): Promise<Result<Changed>> => {
      const member = await lockMember(tx, accountId, userId);
      if (member === null) return refuseWith("not_found", "There is no such user.");
      if (member.permissions.join("\n") === permissions.join("\n"))
        return done({ id: userId, changed: false });
      await tx.membership.update({
        where: { userId_accountId: { userId, accountId } },
        data: { permissions },
      });
      await audit({
        action: "user.change_permissions",
        target: memberTarget(member),
        details: { before: member.permissions, after: permissions },
      });
      return done({ id: userId, changed: true });
    },
  );
}
