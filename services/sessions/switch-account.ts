import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import { act, auditActor, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { asPerson } from "@/services/sessions/person";

const input = z.object({ accountId: z.uuid({ error: "The account's id must be a UUID." }).toLowerCase() });

/**
 * Points the actor's session at another account that the person is an active member of; audited there. An account that the
 * person is not in is answered as if it did not exist. Refuses: invalid_input, unauthenticated, not_found.
 */
export async function switchAccount(
  context: Context,
  untrusted: unknown,
): Promise<Result<{ accountId: string }>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const wantedId = parsed.value.accountId;
  return act(context, "session.switch_account", async ({ tx, actor, accountId, now }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const rows = await tx.$queryRaw<{ name: string }[]>`
      SELECT a."name" FROM "Membership" m JOIN "Account" a ON a."id" = m."accountId" AND a."disabledAt" IS NULL
      WHERE m."userId" = ${person.value.userId}::uuid AND m."accountId" = ${wantedId}::uuid AND m."disabledAt" IS NULL
      FOR SHARE OF m`;
    const account = rows[0];
    if (account === undefined) return refuseWith("not_found", "There is no such account.");
    if (wantedId === accountId) return done({ accountId });
    await tx.session.update({ where: { id: person.value.sessionId }, data: { accountId: wantedId } });
    await recordAudit(tx, now, context.origin, {
      accountId: wantedId,
      actor: auditActor(actor),
      action: "session.switch_account",
      target: { kind: "account", id: wantedId, name: account.name },
      details: { from: accountId },
    });
    return done({ accountId: wantedId });
  });
}
