import { z } from "zod";
import { peopleFields } from "@/domain/access/people-fields";
import type { HandedLink } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { createLink } from "@/services/invitations/create-link";
import { unansweredLinks } from "@/services/invitations/open-links";
import { lockAccount } from "@/services/kernel/account-lock";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { refuseStrongerUser } from "@/services/users/refuse-stronger-user";

const input = z.object({
  email: peopleFields.email,
  role: peopleFields.role,
  permissions: peopleFields.permissions.default([]),
});

/**
 * Invites an address into the actor's account: a link that works once, for 7 days, shown to the actor once. An open invitation
 * of the same address is replaced. A link that a token hands out ends with that token, and with the secret that it
 * presented. Refuses: invalid_input, forbidden, reauthentication_required, stronger_token (a token that lets in who can do more
 * than itself), already_exists.
 */
export async function inviteUser(context: Context, untrusted: unknown): Promise<Result<HandedLink>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { email, role, permissions } = parsed.value;
  return act(context, "user.invite", async ({ tx, actor, accountId, now, audit }) => {
    const within = refuseStrongerUser(actor, role);
    if (!within.ok) return within;
    await lockAccount(tx, accountId);
    const member = await tx.membership.findFirst({
      where: { accountId, removedAt: null, user: { email } },
      select: { disabledAt: true },
    });
    if (member !== null) {
      const how =
        member.disabledAt === null
          ? "is in this account already"
          : "is disabled here; enable the user instead";
      return refuseWith("already_exists", `${email} ${how}.`, { email: how });
    }
    const { count: replaced } = await tx.invitation.updateMany({
      where: { accountId, purpose: "invitation", email, ...unansweredLinks },
      data: { cancelledAt: now },
    });
    const link = await createLink(tx, context.keys, now, {
      purpose: "invitation",
      accountId,
      createdById: actor.kind === "user" ? actor.userId : null,
      createdByToken: actor.kind === "token" ? actor : null,
      email,
      role,
      permissions,
    });
    await audit({
      action: "user.invite",
      target: { kind: "invitation", id: link.id, name: email },
      details: { role, permissions, expiresAt: link.expiresAt, replaced },
    });
    return done(link);
  });
}
