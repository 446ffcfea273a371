import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { holdsTokenForm } from "@/domain/tokens/token-form";
import { type TokenQuery, tokenQuerySchema } from "@/domain/tokens/token-query";
import type { TokenRecord } from "@/domain/tokens/token-record";
import { Prisma } from "@/prisma/client/client";
import type { Database } from "@/prisma/client-factory";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { type CursorPage, cutPage, type Position, pageByCursor } from "@/services/kernel/cursor";
import { parseInput } from "@/services/kernel/parse";
import { countTotal } from "@/services/tokens/find-page";
import { loadGoneUserIds } from "@/services/tokens/gone-users";
import { loadTokenRecords } from "@/services/tokens/records";
import { filtersByActivity, tokenWhere, type WhereFacts } from "@/services/tokens/token-where";

const { q, status, type, actsAs, createdBy, organization, lastUsed, expiring, ownerGone } =
  tokenQuerySchema.shape;

/** The grid's filters, for programs. */
export const tokenFilters = {
  q,
  status,
  type,
  actsAs,
  createdBy,
  organization,
  lastUsed,
  expiring,
  ownerGone,
};

const listInput = z.object({ ...tokenFilters, ...pageByCursor });

/**
 * Tokens within the caller's reach, newest first, read page by page behind a cursor: rows that come and go meanwhile move no
 * other row to another page. Refuses: invalid_input, insufficient_scope, forbidden.
 */
export async function listTokenRecords(
  context: Context,
  input: unknown,
): Promise<Result<CursorPage<TokenRecord>>> {
  const parsed = parseInput(listInput, input);
  if (!parsed.ok) return parsed;
  const { limit, cursor, ...filters } = parsed.value;
  if (filters.q !== undefined && holdsTokenForm(filters.q)) {
    return refuseWith("invalid_input", "q: Never send a token in an address.", { q: "must not be a token" });
  }
  const query = { ...tokenQuerySchema.parse({}), ...filters };
  return read(context, "token.view", async ({ actor: _, ...facts }) => {
    const goneUserIds = query.ownerGone ? await loadGoneUserIds(context.db, facts.accountId) : [];
    const found = await findNewest(context.db, query, { ...facts, goneUserIds }, cursor ?? null, limit + 1);
    const page = cutPage(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    const ids = page.items.map((row) => row.id);
    return done({ ...page, items: await loadTokenRecords(context.db, facts, ids, facts.now) });
  });
}

// As in find-page: few matches are collected by whichever index narrows best; many are walked in the order of the list's index.
async function findNewest(
  db: Database,
  query: TokenQuery,
  facts: WhereFacts,
  after: Position | null,
  count: number,
): Promise<{ id: string; createdAt: Date }[]> {
  const table = filtersByActivity(query)
    ? Prisma.sql`"Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id" AND a."accountId" = t."accountId"`
    : Prisma.sql`"Token" t`;
  const further =
    after === null
      ? Prisma.empty
      : Prisma.sql`AND (t."createdAt", t."id") < (${after.at}, ${after.id}::uuid)`;
  const matches = Prisma.sql`SELECT t."id", t."createdAt" FROM ${table} WHERE ${tokenWhere(query, facts)} ${further}`;
  const isRare = isNarrow(query) && (await countTotal(db, query, facts)).exact;
  return isRare
    ? db.$queryRaw`WITH matched AS MATERIALIZED (${matches})
        SELECT "id", "createdAt" FROM matched ORDER BY "createdAt" DESC, "id" DESC LIMIT ${count}`
    : db.$queryRaw`${matches} ORDER BY t."createdAt" DESC, t."id" DESC LIMIT ${count}`;
}

/** True when a filter may match few of many tokens; type and organization have indexes in the list's own order. */
function isNarrow({ q, status, actsAs, createdBy, lastUsed, expiring, ownerGone }: TokenQuery): boolean {
  return [q, status, actsAs, createdBy, lastUsed, expiring, ownerGone].some((filter) => filter !== undefined);
}
