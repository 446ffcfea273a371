import type { TokenQuery } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";

/**
 * What a search looks at: name, notes, creator and last 4, each in its own line. Word for word the expression of the index
 * Token_search_by_month; a search text has no line break, so nothing is found across two of them.
 */
const searchText = Prisma.sql`lower(t."name" || E'\n' || t."notes" || E'\n' || t."createdByName" || E'\n' || t."last4"::text)`;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
// Trigrams exist only inside runs of letters and digits; without one an index could not narrow the search at all.
const hasTrigram = /[\p{L}\p{N}]{3}/u;

/** The month in which a token was made, as the search's index knows it. */
export const monthKey = Prisma.sql`date_trunc('month', t."createdAt" AT TIME ZONE 'UTC')`;

/** True when an index narrows the search to the matches of one month. */
export function searchesByMonth({ q, status }: TokenQuery): boolean {
  return q !== undefined && !uuid.test(q) && hasTrigram.test(q) && !status?.includes("deleted");
}

/**
 * The condition of a text search on Token t: a token's id, else a part of name, notes, creator or last 4 in any case; texts
 * that are too short for that must be the beginning of a name, or of the last 4.
 */
export function searchCondition(text: string): Prisma.Sql {
  if (uuid.test(text)) return Prisma.sql`t."id" = ${text}::uuid`;
  const short = shortSearch(text);
  if (short !== null) return Prisma.sql`(${short.byName} OR ${short.byLast4})`;
  return Prisma.sql`${searchText} LIKE lower(${`%${literal(text)}%`})`;
}

/** The two conditions that a text too short for an index of parts has; null for others. */
export function shortSearch(
  text: string,
): { readonly byName: Prisma.Sql; readonly byLast4: Prisma.Sql } | null {
  if (uuid.test(text) || hasTrigram.test(text)) return null;
  const start = `${literal(text)}%`;
  return {
    byName: Prisma.sql`lower(t."name") COLLATE "C" LIKE lower(${start})`,
    byLast4: Prisma.sql`t."last4"::text COLLATE "C" LIKE ${start}`,
  };
}

const literal = (text: string) => text.replace(/[\\%_]/g, "\\$&");
