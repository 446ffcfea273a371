import { z } from "zod";
import type { Changed } from "@/domain/access/people-views";
import { holdFields } from "@/domain/audit/retention-fields";
import { done, type Result } from "@/domain/result";
import { lockRetention } from "@/services/audit/retention/lock";
import { act, auditActor } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object(holdFields);

/**
 * Holds all audit events of the account: once this is answered, none is dropped. Held ones get the new reason.
 * Refuses: invalid_input, forbidden, reauthentication_required.
 */
export async function setLegalHold(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { reason } = parsed.value;
  return act(context, "legal_hold.set", async (work): Promise<Result<Changed>> => {
    const { tx, accountId, actor, now, audit } = work;
    const before = await lockRetention(tx, accountId);
    if (before.holdReason === reason) return done({ id: accountId, changed: false });
    await tx.auditRetention.update({
      where: { accountId },
      data: {
        holdReason: reason,
        heldSince: before.heldSince ?? now,
        heldByName: auditActor(actor).name,
      },
    });
    await audit({
      action: "legal_hold.set",
      details: { reason, before: { reason: before.holdReason }, after: { reason } },
    });
    return done({ id: accountId, changed: true });
  });
}
