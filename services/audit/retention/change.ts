import { z } from "zod";
import type { Changed } from "@/domain/access/people-views";
import { retentionTerm } from "@/domain/audit/retention";
import { retentionFields } from "@/domain/audit/retention-fields";
import { done, type Result } from "@/domain/result";
import { lockRetention } from "@/services/audit/retention/lock";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object(retentionFields);

/**
 * Sets after how many days the contents of audit events are dropped; null: never. What is past them goes with the next upkeep, and does not
 * come back when the days are more again. Refuses: invalid_input, forbidden, reauthentication_required.
 */
export async function changeRetention(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { days } = parsed.value;
  return act(context, "retention.change", async ({ tx, accountId, audit }): Promise<Result<Changed>> => {
    const before = await lockRetention(tx, accountId);
    if (before.days === days) return done({ id: accountId, changed: false });
    await tx.auditRetention.update({ where: { accountId }, data: { days } });
    await audit({
      action: "retention.change",
      details: {
        was: retentionTerm(before.days),
        term: retentionTerm(days),
        before: { days: before.days },
        after: { days },
      },
    });
    return done({ id: accountId, changed: true });
  });
}
