import type { Changed } from "@/domain/access/people-views";
import { signInPolicyInput } from "@/domain/access/sign-in-policy";
import { done, type Result } from "@/domain/result";
import type { Transaction } from "@/prisma/client-factory";
import { act, refuseWith } from "@/services/kernel/act";
import type { Actor, Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const words = (isRequired: boolean) => (isRequired ? "required" : "optional");

/**
 * Requires a second step of the people of an account, or no longer. Once it is answered, who has no second factor is refused nearly
 * everything there, also in sessions that are open (services/kernel/authorise). People change their own account's, and need a second factor
 * of their own to require it; the command line names an account, and needs none: it is the way back for who locked themselves out.
 * Refuses: invalid_input, forbidden, reauthentication_required, second_factor_needed (of one's own), not_found.
 */
export async function changeSignInPolicy(
  context: Context,
  untrusted: unknown,
  options: { accountId?: string } = {},
): Promise<Result<Changed>> {
  const parsed = parseInput(signInPolicyInput, untrusted);
  if (!parsed.ok) return parsed;
  const { requireSecondStep } = parsed.value;
  return act(
    context,
    "sign_in_policy.change",
    async ({ tx, actor, accountId: id, audit }): Promise<Result<Changed>> => {
      if (requireSecondStep && !(await holdsOwnFactor(tx, actor)))
        return refuseWith(
          "second_factor_needed",
          "Add a second factor of your own first, on your Security page. Without one you would be held up yourself.",
        );
      const rows = await tx.$queryRaw<{ name: string; before: boolean }[]>`
        SELECT "name", "requireSecondStep" AS "before" FROM "Account" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
      const account = rows[0];
      if (account === undefined) return refuseWith("not_found", "There is no such account.");
      const { name, before } = account;
      if (before === requireSecondStep) return done({ id, changed: false });
      if (requireSecondStep) await awaitPeople(tx, id);
      await tx.account.update({ where: { id }, data: { requireSecondStep } });
      await audit({
        action: "sign_in_policy.change",
        target: { kind: "account", id, name },
        details: {
          rule: words(requireSecondStep),
          before: { requireSecondStep: before },
          after: { requireSecondStep },
        },
      });
      return done({ id, changed: true });
    },
    options,
  );
}

// Held: who takes the last one away meanwhile waits, and is then refused as anybody of an account that requires it.
async function holdsOwnFactor(tx: Transaction, actor: Actor): Promise<boolean> {
  if (actor.kind !== "user") return true;
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "SecondFactor" WHERE "userId" = ${actor.userId}::uuid AND "confirmedAt" IS NOT NULL FOR SHARE`;
  return rows.length > 0;
}

// Who does something holds their membership until its end: what is under way is waited for, and what begins then knows of the change.
async function awaitPeople(tx: Transaction, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Membership" WHERE "accountId" = ${accountId}::uuid ORDER BY "userId" FOR NO KEY UPDATE`;
}
