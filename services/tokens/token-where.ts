import { expiringSoonDays, unusedDays } from "@/domain/tokens/bounds";
import type { TokenStatus } from "@/domain/tokens/status";
import type { TokenQuery } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import type { Reach } from "@/services/kernel/authorise";
import { searchCondition } from "@/services/tokens/token-search";

const day = 86_400_000;

/** Sort keys without NULLs, so that one index range serves order and filter: never expires = last, never used = oldest. */
export const expiryKey = Prisma.sql`COALESCE(t."expiresAt", 'infinity'::timestamptz)`;
export const lastUsedKey = Prisma.sql`COALESCE(a."lastUsedAt", '-infinity'::timestamptz)`;

/** What a filter needs to know besides the query. */
export type WhereFacts = Reach & {
  readonly now: Date;
  /** Users who are no longer active in the account; asked for by `ownerGone` only. */
  readonly goneUserIds: readonly string[];
};

/** True when the filter reads TokenActivity (alias a); else Token (alias t) is enough. */
export function filtersByActivity(query: TokenQuery): boolean {
  return query.lastUsed !== undefined;
}

/**
 * The grid's filter as a condition on Token t (and TokenActivity a). The first lines are those of the partial
 * indexes in migration leave_client_tokens_out_of_grid, word for word: without them the planner could not use these. Tokens
 * that an API client obtained are found by their ids only.
 */
export function tokenWhere(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  const { now } = facts;
  const parts = [...scopeConditions(query, facts), statusCondition(query.status, now)];
  if (facts.organizationId !== null)
    parts.push(Prisma.sql`t."organizationId" = ${facts.organizationId}::uuid`);
  if (query.q !== undefined) parts.push(searchCondition(query.q));
  if (query.ids) parts.push(Prisma.sql`t."id" = ANY(${query.ids}::uuid[])`);
  if (query.type) parts.push(Prisma.sql`t."type" = ANY(${query.type}::"TokenType"[])`);
  if (query.actsAs) parts.push(Prisma.sql`t."actsAsUserId" = ANY(${query.actsAs}::uuid[])`);
  if (query.createdBy) parts.push(Prisma.sql`t."createdById" = ANY(${query.createdBy}::uuid[])`);
  if (query.organization) parts.push(Prisma.sql`t."organizationId" = ANY(${query.organization}::uuid[])`);
  if (query.expiring) parts.push(expiringCondition(query.expiring, now));
  if (query.lastUsed) parts.push(lastUsedCondition(query.lastUsed, now));
  if (query.ownerGone) {
    const gone = Prisma.sql`${[...facts.goneUserIds]}::uuid[]`;
    parts.push(Prisma.sql`(t."actsAsUserId" = ANY(${gone}) OR t."createdById" = ANY(${gone}))`);
  }
  return Prisma.join(parts, " AND ");
}

/**
 * Of the filter, what the index of the order answers by itself: the ends of its range, and which of the two partial indexes. Rows
 * that meet this lie one behind the other in it.
 */
export function rangeWhere(query: TokenQuery, facts: WhereFacts): Prisma.Sql {
  const { status, sort, expiring, lastUsed } = query;
  const { now } = facts;
  const alone = status?.length === 1 ? status[0] : undefined;
  const parts = scopeConditions(query, facts);
  parts.push(alone === "deleted" ? dead : live);
  if (sort === "expiresAt" && alone === "active") parts.push(Prisma.sql`${expiryKey} > ${now}`);
  if (sort === "expiresAt" && alone === "expired") parts.push(Prisma.sql`${expiryKey} <= ${now}`);
  if (sort === "expiresAt" && expiring) parts.push(expiringCondition(expiring, now));
  if (sort === "lastUsedAt" && lastUsed) parts.push(lastUsedCondition(lastUsed, now));
  return Prisma.join(parts, " AND ");
}

function scopeConditions(query: TokenQuery, facts: WhereFacts): Prisma.Sql[] {
  return [
    Prisma.sql`t."accountId" = ${facts.accountId}::uuid`,
    Prisma.sql`t."type" <> 'gateway'`,
    ...(query.ids ? [] : [Prisma.sql`t."apiClientId" IS NULL`]),
  ];
}

const live = Prisma.sql`t."deletedAt" IS NULL`;
const dead = Prisma.sql`t."deletedAt" IS NOT NULL`;
const liveStatuses = ["active", "disabled", "expired", "not_yet_valid"] as const;

// The same order of decisions as domain/tokens/status.ts; a property test holds the two together.
function statusCondition(wanted: readonly TokenStatus[] | undefined, now: Date): Prisma.Sql {
  if (wanted === undefined || wanted.length === 0) return live;
  const chosen = liveStatuses.filter((status) => wanted.includes(status));
  if (chosen.length === 0) return dead;
  const one: Record<(typeof liveStatuses)[number], Prisma.Sql> = {
    disabled: Prisma.sql`t."disabledAt" IS NOT NULL`,
    expired: Prisma.sql`t."disabledAt" IS NULL AND ${expiryKey} <= ${now}`,
    not_yet_valid: Prisma.sql`t."disabledAt" IS NULL AND ${expiryKey} > ${now} AND t."notBefore" > ${now}`,
    active: Prisma.sql`t."disabledAt" IS NULL AND ${expiryKey} > ${now} AND (t."notBefore" IS NULL OR t."notBefore" <= ${now})`,
  };
  const [first, ...others] = chosen.map((status) => one[status]);
  const any = others.length === 0 ? first! : Prisma.sql`((${Prisma.join([first!, ...others], ") OR (")}))`;
  const liveAndChosen = chosen.length === liveStatuses.length ? live : Prisma.sql`${live} AND ${any}`;
  return wanted.includes("deleted") ? Prisma.sql`(${dead} OR (${liveAndChosen}))` : liveAndChosen;
}

function expiringCondition(wanted: NonNullable<TokenQuery["expiring"]>, now: Date): Prisma.Sql {
  if (wanted === "never") return Prisma.sql`${expiryKey} = 'infinity'::timestamptz`;
  const soon = new Date(now.getTime() + expiringSoonDays * day);
  return Prisma.sql`${expiryKey} > ${now} AND ${expiryKey} <= ${soon}`;
}

/** The condition of "last used" on TokenActivity a, and on when Token t was made. */
export function lastUsedCondition(wanted: NonNullable<TokenQuery["lastUsed"]>, now: Date): Prisma.Sql {
  const ago = (days: number) => new Date(now.getTime() - days * day);
  switch (wanted) {
    case "never":
      return Prisma.sql`${lastUsedKey} = '-infinity'::timestamptz`;
    case "24h":
      return Prisma.sql`${lastUsedKey} >= ${ago(1)}`;
    case "7d":
      return Prisma.sql`${lastUsedKey} >= ${ago(7)}`;
    case "30d":
      return Prisma.sql`${lastUsedKey} >= ${ago(30)}`;
    // A token younger than that is new, not unused. The bound on createdAt also keeps the newest out of the scan.
    case "unused90":
      return Prisma.sql`${lastUsedKey} < ${ago(unusedDays)} AND t."createdAt" < ${ago(unusedDays)}`;
  }
}
