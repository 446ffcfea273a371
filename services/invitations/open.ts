import { z } from "zod";
import type { OpenInvitation, OpenReset } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { linkSecretField } from "@/services/invitations/link-secret";
import { findLink } from "@/services/invitations/use-link";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { reachesNoFurther } from "@/services/passwords/reset-reach";

const input = z.object({ secret: linkSecretField });

/** Reads an invitation by its secret, without using it. Refuses: invalid_input, link_invalid. */
export async function openInvitation(base: BaseContext, untrusted: unknown): Promise<Result<OpenInvitation>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const link = await findLink(base.db, base, "invitation", parsed.value.secret);
  if (link === null || link.account === null || link.email === null || link.role === null)
    return refuseWith("link_invalid");
  const [user, inviter] = await Promise.all([
    base.db.user.findUnique({ where: { email: link.email }, select: { id: true } }),
    link.createdById === null
      ? null
      : base.db.user.findUnique({ where: { id: link.createdById }, select: { name: true } }),
  ]);
  return done({
    accountName: link.account.name,
    email: link.email,
    role: link.role,
    invitedBy: inviter?.name ?? null,
    hasUser: user !== null,
  });
}

/** The address that a reset link is for, for password managers. Refuses: invalid_input, link_invalid. */
export async function openReset(base: BaseContext, untrusted: unknown): Promise<Result<OpenReset>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const link = await findLink(base.db, base, "reset", parsed.value.secret);
  const user =
    link?.userId == null || !(await reachesNoFurther(base.db, link))
      ? null
      : await base.db.user.findFirst({ where: { id: link.userId, disabledAt: null } });
  return user?.email ? done({ email: user.email, name: user.name }) : refuseWith("link_invalid");
}
