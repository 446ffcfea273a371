import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";
import { findSealedHead } from "@/services/audit/sealed-head";
import { parseAsk } from "@/services/export/ask";
import type { ExportSource } from "@/services/export/source";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/**
 * How many rows an export would hold now: the whole filter, exactly. Needs no password and leaves no event: pages show it before they ask.
 * Refuses: invalid_input (by field), unauthenticated, forbidden.
 */
export async function countExport(context: Context, input: unknown): Promise<Result<{ rows: number }>> {
  const parsed = parseAsk(input);
  if (!parsed.ok) return parsed;
  const { ask, action, resolve } = parsed.value;
  return read(context, action, async (reach) => {
    const asked = await resolve(context, reach);
    if (!asked.ok) return asked;
    const size = ask.what === "audit" ? (await findSealedHead(context.db, reach.accountId)).seq : 0;
    return done({ rows: await countRows(context.db, asked.value.source(ask.format, size)) });
  });
}

/** The rows of a source. For callers that have authorised. */
export async function countRows(db: Database | Transaction, source: ExportSource): Promise<number> {
  const statement = Prisma.sql`SELECT count(*)::float8 AS "rows" ${source.countFrom ?? source.from}`;
  const [found] = await db.$queryRaw<{ rows: number }[]>(statement);
  return found!.rows;
}
