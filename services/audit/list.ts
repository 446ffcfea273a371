import { type AuditQuery, actionsOf, auditPageSize, auditQuerySchema } from "@/domain/audit/audit-query";
import type { AuditEntry, AuditPage } from "@/domain/audit/audit-views";
import { auditMachineActors, auditPeriods } from "@/domain/audit/query-choices";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { eventColumns } from "@/services/audit/event-columns";
import { eventIdAround } from "@/services/audit/event-id";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const dayMs = 86_400_000;

/**
 * A page of the account's audit trail, newest first, by keyset over the event ids: page 1,000 costs what page 1 costs, and rows
 * that arrive meanwhile move nothing. The text search looks at actor, target, address and action within the time range; "#48210" is the
 * event of that number.
 * Refuses: invalid_input, forbidden.
 */
export async function listAuditEvents(context: Context, input: unknown): Promise<Result<AuditPage>> {
  const parsed = parseInput(auditQuerySchema, input);
  if (!parsed.ok) return parsed;
  const query = parsed.value;
  return read(context, "audit.view", async ({ accountId, now }) => {
    const backwards = query.before !== undefined && query.after === undefined;
    const found = await context.db.$queryRaw<AuditEntry[]>`
      SELECT ${eventColumns} FROM "AuditEvent" e
      WHERE ${Prisma.join(auditConditions(accountId, query, now), " AND ")}
      ORDER BY e."id" ${backwards ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${auditPageSize + 1}`;
    const more = found.length > auditPageSize;
    const rows = backwards ? found.slice(0, auditPageSize).reverse() : found.slice(0, auditPageSize);
    const hasOlder = backwards || more;
    const hasNewer = backwards ? more : query.after !== undefined;
    return done({
      rows,
      nextCursor: hasOlder ? (rows.at(-1)?.id ?? null) : null,
      previousCursor: hasNewer ? (rows[0]?.id ?? null) : null,
      now,
    });
  });
}

/** The filter as conditions on AuditEvent e; the first one is the tenant. */
export function auditConditions(accountId: string, query: AuditQuery, now: Date): Prisma.Sql[] {
  const all = [Prisma.sql`e."accountId" = ${accountId}::uuid`];
  const machine = auditMachineActors.find((kind) => kind === query.actor);
  if (machine) all.push(Prisma.sql`e."actorId" IS NULL AND e."actorKind" = ${machine}`);
  else if (query.actor) all.push(Prisma.sql`e."actorId" = ${query.actor}::uuid`);
  if (query.target) all.push(Prisma.sql`e."targetId" = ${query.target}::uuid`);
  if (query.action) {
    const actions = actionsOf(query.action);
    all.push(
      actions.length === 1
        ? Prisma.sql`e."action" = ${actions[0]}`
        : Prisma.sql`e."action" = ANY(${[...actions]}::text[])`,
    );
  }
  if (query.outcome) all.push(Prisma.sql`e."outcome" = ${query.outcome}`);
  const from =
    query.from ?? (query.period ? new Date(now.getTime() - auditPeriods[query.period] * dayMs) : undefined);
  if (from) all.push(Prisma.sql`e."id" >= ${eventIdAround(from, -1)}::uuid AND e."at" >= ${from}`);
  if (query.to) all.push(Prisma.sql`e."id" < ${eventIdAround(query.to, 1)}::uuid AND e."at" < ${query.to}`);
  const number = /^#\s*(\d[\d,.\s]{0,20})$/
    .exec(query.q ?? "")?.[1]
    ?.replace(/\D/g, "")
    .slice(0, 18);
  if (number !== undefined) {
    all.push(Prisma.sql`e."id" = (SELECT l."eventId" FROM "AuditLeaf" l
      WHERE l."logId" = ${accountId}::uuid AND l."seq" = ${number}::bigint)`);
  } else if (query.q) {
    const like = `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
    all.push(
      Prisma.sql`(e."actorName" ILIKE ${like} OR e."targetName" ILIKE ${like} OR e."ip" ILIKE ${like} OR e."action" ILIKE ${like})`,
    );
  }
  if (query.after) all.push(Prisma.sql`e."id" < ${query.after}::uuid`);
  else if (query.before) all.push(Prisma.sql`e."id" > ${query.before}::uuid`);
  return all;
}
