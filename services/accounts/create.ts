import { z } from "zod";
import { peopleFields } from "@/domain/access/people-fields";
import { plans } from "@/domain/access/plans";
import { done, type Result } from "@/domain/result";
import { insertAccount } from "@/services/accounts/insert";
import { recordAudit } from "@/services/audit/record";
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
});

/**
 * Makes an account (tenant). For programs of the deployment: set-up, demo and the command line; the desk has no page for it.
 * Refuses: invalid_input, unauthenticated, forbidden (anybody who is signed in).
 */
export async function createAccount(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ id: string; locator: string }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const now = context.now();
  return context.db.$transaction(async (tx): Promise<Result<{ id: string; locator: string }>> => {
    const actor = await loadActor(tx, context.claim, now, true);
    if (actor === null) return refuseWith("unauthenticated");
    if (actor.kind !== "cli" && actor.kind !== "system") return refuseWith("forbidden");
    const { id, locator, name, plan } = await insertAccount(tx, now, parsed.value);
    await recordAudit(tx, now, context.origin, {
      accountId: id,
      actor: auditActor(actor),
      action: "account.create",
      target: { kind: "account", id, name },
      details: { ...parsed.value, plan },
    });
    return done({ id, locator });
  });
}
