import { z } from "zod";
import { textToRemove } from "@/domain/access/user-removal";
import { done, type Result } from "@/domain/result";
import { isTyped, needsTypedConfirmation } from "@/domain/tokens/confirmation";
import { cancelLinks, cancelLinksBy } from "@/services/invitations/cancel-links";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteEvery, revokeTimeoutMs } from "@/services/tokens/delete-every";
import { keepAnAdministrator } from "@/services/users/administrator-guard";
import { lockMember, type Member, memberTarget } from "@/services/users/find-member";
import { linksTo } from "@/services/users/links-to";
import { memberId } from "@/services/users/member-id";

const input = memberId.extend({
  /** The e-mail address, or the name of a template user, typed; needed when one of the tokens was used in the last 7 days. */
  confirmation: z.string({ error: "The confirmation must be text." }).max(2000, "Too long.").optional(),
});

export type Removed = { readonly id: string; readonly tokens: number; readonly sessionsEnded: number };

/**
 * Takes a person or template user out of the actor's account for good: the sessions there end, the tokens that act as the user
 * are revoked, links handed out by or to the person end. Other accounts are not touched; who is invited again begins anew.
 * Refuses: invalid_input, forbidden, reauthentication_required, not_found, last_administrator, own_user, confirmation_mismatch.
 */
export async function removeUser(context: Context, untrusted: unknown): Promise<Result<Removed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { userId, confirmation } = parsed.value;
  return act(
    context,
    "user.remove",
    async (work): Promise<Result<Removed>> => {
      const { tx, actor, accountId, now, audit } = work;
      const member = await lockMember(tx, accountId, userId);
      if (member === null) return refuseWith("not_found", "There is no such user.");
      const isActive = member.disabledAt === null;
      if (isActive && member.kind === "person" && member.role === "administrator") {
        const guarded = await keepAnAdministrator(tx, accountId, userId);
        if (!guarded.ok) return guarded;
      }
      if (actor.kind === "user" && actor.userId === userId) {
        return refuseWith(
          "own_user",
          "You cannot remove yourself. Another administrator of the account can.",
        );
      }
      const confirmed = await confirmUse(work, member, confirmation);
      if (!confirmed.ok) return confirmed;
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
        (await cancelLinksBy(tx, accountId, userId, now)) +
        (await cancelLinks(work, { OR: linksTo(member) }));
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

// A program that names an id means it: what is typed guards a hand that slips.
async function confirmUse(
  { tx, actor, accountId, now }: Work,
  member: Member,
  confirmation: string | undefined,
): Promise<Result<null>> {
  if (actor.kind === "token") return done(null);
  const [used] = await tx.$queryRaw<[{ lastAt: Date | null }]>`
    SELECT max(a."lastUsedAt") AS "lastAt" FROM "Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id"
    WHERE t."accountId" = ${accountId}::uuid AND t."actsAsUserId" = ${member.userId}::uuid AND t."deletedAt" IS NULL`;
  if (!needsTypedConfirmation(used.lastAt, now)) return done(null);
  if (isTyped(confirmation, textToRemove(member))) return done(null);
  const what = member.email === null ? "the name of the template user" : "the e-mail address of the user";
  return refuseWith(
    "confirmation_mismatch",
    `A token of the user was used in the last days. Type ${what} to confirm.`,
  );
}
