import { peopleFields } from "@/domain/access/people-fields";
import type { Changed } from "@/domain/access/people-views";
import { permits } from "@/domain/access/permissions";
import { done, type Result } from "@/domain/result";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockMember, memberTarget } from "@/services/users/find-member";
import { memberId } from "@/services/users/member-id";
import { refuseStrongerUser } from "@/services/users/refuse-stronger-user";

const input = memberId.extend({
  permissions: peopleFields.permissions,
  /** What a form showed before: its list is the whole one, and would bring back what somebody took away meanwhile. */
  expected: peopleFields.permissions.optional(),
});

/**
 * Sets what tokens acting as a person or template user may do. The next verification reads it (design §5).
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, conflict (they are no longer what was expected),
 * stronger_token (a token that ends, or works from some addresses only, adds permissions; it may take them away).
 */
export async function changePermissions(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { userId, permissions, expected } = parsed.value;
  return act(
    context,
    "user.change_permissions",
    async ({ tx, actor, accountId, audit }): Promise<Result<Changed>> => {
      const member = await lockMember(tx, accountId, userId);
      if (member === null) return refuseWith("not_found", "There is no such user.");
      if (isSame(permissions, member.permissions)) return done({ id: userId, changed: false });
      if (expected !== undefined && !isSame(expected, member.permissions)) {
        return refuseWith(
          "conflict",
          "Somebody changed these permissions meanwhile, and nothing was changed now. Close this and look at them again.",
        );
      }
      if (permissions.some((each) => !permits(member.permissions, each))) {
        // Whatever the user's role: what is gained is what a lasting token that impersonates the user can do.
        const within = refuseStrongerUser(actor, "member");
        if (!within.ok) return within;
      }
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

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.toSorted().join("\n") === other.toSorted().join("\n");
