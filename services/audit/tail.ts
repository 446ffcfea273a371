import { z } from "zod";
import { type AuditQuery, auditQuerySchema } from "@/domain/audit/audit-query";
import type { AuditEntry, AuditTail } from "@/domain/audit/audit-views";
import { logIdOf } from "@/domain/audit/log-id";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { eventColumns } from "@/services/audit/event-columns";
import { auditConditions } from "@/services/audit/list";
import { findSealedHead } from "@/services/audit/sealed-head";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

/** Numbers that one question looks at, and events that it answers with. */
export const tailScanMax = 2_000;
export const tailRowsMax = 200;

const seqMax = 9_007_199_254_740_991;
const sinceInput = z.object({
  since: z.coerce
    .number({ error: "since must be a number." })
    .int("since must be a whole number.")
    .min(0, "since must not be negative.")
    .max(seqMax, "since is too large."),
});

/**
 * The events of a filter that were sealed after number `since`, in the order of the log. Numbers are given in the order of commits and
 * without gaps, so whoever asks from `next` on misses none and meets none twice. Does not count as a visit: watching keeps no session
 * alive. Refuses: invalid_input, unauthenticated, forbidden.
 */
export async function tailAuditEvents(context: Context, input: unknown): Promise<Result<AuditTail>> {
  const asked = parseInput(sinceInput, input);
  if (!asked.ok) return asked;
  const parsed = parseInput(auditQuerySchema, input);
  if (!parsed.ok) return parsed;
  // The list's cursors mean nothing here.
  const filter = { ...parsed.value, after: undefined, before: undefined };
  const { since } = asked.value;
  return read(context, "audit.view", async ({ accountId, now }) => {
    const sealed = await findSealedHead(context.db, accountId);
    const upTo = Math.min(sealed.seq, since + tailScanMax);
    const rows = upTo > since ? await findBetween(context, accountId, since, upTo, filter, now) : [];
    const last = rows.at(-1)?.seq;
    const next = rows.length === tailRowsMax && last ? last : Math.max(upTo, since);
    return done({ rows, next, more: next < sealed.seq, sealed, now });
  });
}

function findBetween(
  { db }: Pick<Context, "db">,
  accountId: string,
  since: number,
  upTo: number,
  query: AuditQuery,
  now: Date,
): Promise<AuditEntry[]> {
  return db.$queryRaw<AuditEntry[]>`
    SELECT ${eventColumns} FROM "AuditLeaf" k JOIN "AuditEvent" e ON e."id" = k."eventId"
    WHERE k."logId" = ${logIdOf(accountId)}::uuid AND k."seq" > ${since}::bigint AND k."seq" <= ${upTo}::bigint
      AND ${Prisma.join(auditConditions(accountId, query, now), " AND ")}
    ORDER BY k."seq" LIMIT ${tailRowsMax}`;
}
