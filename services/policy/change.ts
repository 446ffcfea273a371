import { z } from "zod";
import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { policyChanges, policyNames } from "@/domain/tokens/policy";
import { policyFields } from "@/domain/tokens/policy-fields";
import { act, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { lockPolicy } from "@/services/policy/hold";

const input = z
  .object(policyFields)
  .partial()
  .refine((given) => Object.values(given).some((value) => value !== undefined), "Name something to change.");

export type ChangePolicyInput = z.input<typeof input>;

/**
 * Changes the account's token policy, never past the deployment's. Once it is answered, it binds whatever is done with tokens;
 * those that exist stay as they are. People change their own account's, the command line names one.
 * Refuses: invalid_input, forbidden, reauthentication_required.
 */
export async function changePolicy(
  context: Context,
  untrusted: unknown,
  options: { accountId?: string } = {},
): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const given = parsed.value;
  const work = async ({ tx, accountId, audit }: Work): Promise<Result<Changed>> => {
    const before = await lockPolicy(tx, accountId);
    const after = {
      keyCap: given.keyCap ?? before.keyCap,
      lifetimeDaysMax: given.lifetimeDaysMax === undefined ? before.lifetimeDaysMax : given.lifetimeDaysMax,
      graceSecondsMax: given.graceSecondsMax ?? before.graceSecondsMax,
      keysRevealable: given.keysRevealable ?? before.keysRevealable,
    };
    const changed = policyChanges(before, after);
    if (changed.length === 0) return done({ id: accountId, changed: false });
    await tx.tokenPolicy.upsert({
      where: { accountId },
      create: { accountId, ...after },
      update: after,
    });
    const side = (policy: typeof after) => Object.fromEntries(changed.map((name) => [name, policy[name]]));
    await audit({
      action: "policy.change",
      details: {
        changed: changed.map((name) => policyNames[name]),
        before: side(before),
        after: side(after),
      },
    });
    return done({ id: accountId, changed: true });
  };
  return act(context, "policy.change", work, options);
}
