import { z } from "zod";
import { peopleFields } from "@/domain/access/people-fields";
import type { HandedLink } from "@/domain/access/people-views";
import { type Plan, plans } from "@/domain/access/plans";
import { done, type Result } from "@/domain/result";
import { insertAccount } from "@/services/accounts/insert";
import { recordAudit } from "@/services/audit/record";
import { createLink } from "@/services/invitations/create-link";
import { auditActor, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({
  name: peopleFields.accountName,
  plan: z.enum(plans, { error: `The plan is one of ${plans.join(", ")}.` }).optional(),
  licensedAssets: z
    .number({ error: "Licensed assets are a number." })
    .int("Licensed assets are a whole number.")
    .min(0, "Licensed assets cannot be negative.")
    .max(2_000_000_000, "That is more than can be counted.")
    .optional(),
  /** Who is invited as its first administrator; without one nobody can sign in to it. */
  administrator: peopleFields.email.optional(),
});

export type CreatedAccount = {
  readonly id: string;
  readonly locator: string;
  readonly name: string;
  readonly plan: Plan;
  /** The first administrator's, to be handed over. */
  readonly invitation: HandedLink | null;
};

/**
 * Makes an account (tenant), and a link that invites its first administrator, who may be a person of other accounts. For programs of the
 * deployment, such as the command line; the desk has no page for it.
 * Refuses: invalid_input, unauthenticated, forbidden (anybody who is signed in).
 */
export async function createAccount(context: Context, untrusted: unknown): Promise<Result<CreatedAccount>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { administrator: email, ...wanted } = parsed.value;
  const now = context.now();
  return context.db.$transaction(async (tx): Promise<Result<CreatedAccount>> => {
    const actor = await loadActor(tx, context.claim, now, true);
    if (actor === null) return refuseWith("unauthenticated");
    if (actor.kind !== "cli" && actor.kind !== "system") return refuseWith("forbidden");
    const { id, locator, name, plan } = await insertAccount(tx, now, wanted);
    const audited = { accountId: id, actor: auditActor(actor) };
    await recordAudit(tx, now, context.origin, {
      ...audited,
      action: "account.create",
      target: { kind: "account", id, name },
      details: { ...wanted, plan },
    });
    if (email === undefined) return done({ id, locator, name, plan, invitation: null });
    const role = "administrator";
    const link = { purpose: "invitation", accountId: id, createdById: null, email, role } as const;
    const invitation = await createLink(tx, context.keys, now, link);
    await recordAudit(tx, now, context.origin, {
      ...audited,
      action: "user.invite",
      target: { kind: "invitation", id: invitation.id, name: email },
      details: { role, permissions: [], expiresAt: invitation.expiresAt, replaced: 0 },
    });
    return done({ id, locator, name, plan, invitation });
  });
}
