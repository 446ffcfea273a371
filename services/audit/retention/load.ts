import type { RetentionView } from "@/domain/audit/retention";
import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** How long the account keeps its audit events, and whether something holds them. Refuses: unauthenticated, forbidden. */
export async function loadRetention(context: Context): Promise<Result<RetentionView>> {
  return read(context, "retention.view", async ({ accountId }): Promise<Result<RetentionView>> => {
    const row = await context.db.auditRetention.findUnique({ where: { accountId } });
    const through = row?.droppedThrough ?? 0n;
    const oldest = await context.db.auditLeaf.findFirst({
      where: { logId: accountId, seq: { gt: through } },
      orderBy: { seq: "asc" },
      select: { sealedAt: true },
    });
    const { holdReason: reason = null, heldSince: since = null } = row ?? {};
    const droppedAt = row?.droppedAt ?? null;
    return done({
      days: row?.days ?? null,
      hold: reason === null || since === null ? null : { reason, since, byName: row?.heldByName ?? "" },
      dropped: droppedAt === null ? null : { through: Number(through), at: droppedAt },
      oldestAt: oldest?.sealedAt ?? null,
    });
  });
}
