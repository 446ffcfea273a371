import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { lockRetention } from "@/services/audit/retention/lock";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** Lifts the legal hold: what is past its days is dropped with the next upkeep. Refuses: forbidden, reauthentication_required. */
export async function liftLegalHold(context: Context): Promise<Result<Changed>> {
  return act(context, "legal_hold.lift", async ({ tx, accountId, audit }): Promise<Result<Changed>> => {
    const { holdReason: reason } = await lockRetention(tx, accountId);
    if (reason === null) return done({ id: accountId, changed: false });
    await tx.auditRetention.update({
      where: { accountId },
      data: { holdReason: null, heldSince: null, heldByName: null },
    });
    await audit({
      action: "legal_hold.lift",
      details: { reason, before: { reason }, after: { reason: null } },
    });
    return done({ id: accountId, changed: true });
  });
}
