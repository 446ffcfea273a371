import { done, type Result } from "@/domain/result";
import { needsTypedConfirmation } from "@/domain/tokens/confirmation";
import type { TokenAuditEntry, TokenDetails } from "@/domain/tokens/token-views";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { loadCallers, loadUseLastHour } from "@/services/tokens/callers";
import { tokenIdInput } from "@/services/tokens/lock-tokens";
import { loadSecrets } from "@/services/tokens/secrets";
import { loadSummaries } from "@/services/tokens/summaries";
import { loadUseSpans } from "@/services/tokens/use-spans";

const eventsMax = 20;

/** Everything that a token's page shows; also for a deleted one. Refuses: invalid_input, forbidden, not_found. */
export async function loadTokenDetails(context: Context, input: unknown): Promise<Result<TokenDetails>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  const { tokenId } = parsed.value;
  const { db } = context;
  return read(context, "token.view", async ({ accountId, now }) => {
    const [summary] = await loadSummaries(db, accountId, [tokenId], now);
    if (summary === undefined) return refuseWith("not_found", "There is no such token.");
    const [facts, membership, secrets, callers, useHours, useDays, events, useLastHour] = await Promise.all([
      db.token.findFirstOrThrow({
        where: { id: tokenId, accountId },
        select: { ipAllowList: true, activity: { select: { lastAgent: true, total: true } } },
      }),
      summary.actsAsId === null
        ? null
        : db.membership.findUnique({
            where: { userId_accountId: { userId: summary.actsAsId, accountId } },
            select: { permissions: true },
          }),
      loadSecrets(db, tokenId, now),
      loadCallers(db, tokenId),
      loadUseSpans(db, tokenId, "hour", now),
      loadUseSpans(db, tokenId, "day", now),
      loadTargetEvents(context, accountId, tokenId),
      loadUseLastHour(db, tokenId, now),
    ]);
    return done({
      ...summary,
      ipAllowList: facts.ipAllowList,
      permissions: membership?.permissions ?? null,
      lastAgent: facts.activity?.lastAgent ?? null,
      totalCalls: Number(facts.activity?.total ?? 0),
      secrets,
      callers,
      useHours,
      useDays,
      events,
      useLastHour,
      deleteNeedsName: summary.deletedAt === null && needsTypedConfirmation(summary.lastUsedAt, now),
      now,
    });
  });
}

/** The newest events about one thing of the account; the caller has checked that it is the account's. */
export async function loadTargetEvents(
  { db }: Pick<Context, "db">,
  accountId: string,
  targetId: string,
): Promise<TokenAuditEntry[]> {
  const rows = await db.auditEvent.findMany({
    where: { accountId, targetId },
    orderBy: { id: "desc" },
    take: eventsMax,
    select: {
      id: true,
      at: true,
      action: true,
      outcome: true,
      actorName: true,
      targetName: true,
      ip: true,
      details: true,
    },
  });
  return rows.map((row) => ({ ...row, details: row.details as Record<string, unknown> }));
}
