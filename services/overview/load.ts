import { asLogAlarm } from "@/domain/audit/log-alarm";
import { type NodeNotice, noticesOf } from "@/domain/nodes/node-status";
import type { Overview } from "@/domain/overview/overview";
import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { listNodes } from "@/services/nodes/list-nodes";
import { countActiveByType } from "@/services/overview/active-by-type";
import { findNewestDeeds } from "@/services/overview/newest-deeds";
import { findNextToExpire } from "@/services/overview/next-to-expire";
import { loadQuota } from "@/services/overview/quota";
import { sumUsageDays } from "@/services/overview/usage-days";
import { countTokens } from "@/services/tokens/counts";

/**
 * The overview of the account. Each part is bounded (counts stop at 10,000, lists at a handful, usage is summed per account),
 * so it costs the same with a million tokens. Refuses: forbidden.
 */
export async function loadOverview(context: Context): Promise<Result<Overview>> {
  const { db } = context;
  return read(context, "overview.view", async ({ accountId, actor, now }) => {
    const counts = await countTokens(context);
    if (!counts.ok) return counts;
    const [activeByType, usage, expiring, quota, events, nodes, tree] = await Promise.all([
      countActiveByType(db, accountId, now),
      sumUsageDays(db, accountId, now),
      findNextToExpire(db, accountId, now),
      loadQuota(db, accountId, now),
      findNewestDeeds(db, accountId),
      listNodes(db),
      db.auditTree.findUnique({ where: { logId: accountId }, select: { alarm: true } }),
    ]);
    const isOperator = actor.kind === "user" && actor.isOperator;
    const notices = noticesOf(nodes).map((notice) => (isOperator ? notice : withoutNames(notice)));
    return done({
      counts: counts.value,
      activeByType,
      usage,
      expiring,
      quota,
      events,
      logAlarm: asLogAlarm(tree?.alarm ?? null),
      notices,
      nodes: isOperator ? nodes : null,
      now,
    });
  });
}

// How many there are says enough; what the deployment's machines are called is no tenant's business.
function withoutNames(notice: NodeNotice): NodeNotice {
  return "names" in notice ? { ...notice, names: notice.names.map(() => "") } : notice;
}
