import type { Question } from "@/services/audit/point-in-time/load-then";
import { policyColumns, policyOf } from "@/services/policy/policy-row";

type Change = { readonly at: Date; readonly before: boolean; readonly after: boolean };

/**
 * Whether the account's token policy let API keys be shown again at a moment: after the last change up to it, before the first one
 * since, or as today where none is in the log.
 */
export async function keysRevealableThen({ db, accountId, at }: Question): Promise<boolean> {
  const changes = await db.$queryRaw<Change[]>`
    SELECT "at", ("details"->'before'->>'keysRevealable')::boolean AS "before", ("details"->'after'->>'keysRevealable')::boolean AS "after"
    FROM "AuditEvent" WHERE "accountId" = ${accountId}::uuid AND "action" = 'policy.change' AND "outcome" = 'done'
      AND "details"->'after'->>'keysRevealable' IS NOT NULL
    ORDER BY "id"`;
  const last = changes.findLast((change) => change.at <= at);
  if (last) return last.after;
  const next = changes[0];
  if (next) return next.before;
  return policyOf(await db.tokenPolicy.findUnique({ where: { accountId }, select: policyColumns }))
    .keysRevealable;
}
