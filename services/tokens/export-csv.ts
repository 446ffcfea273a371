import { done, type Result } from "@/domain/result";
import { csvLine } from "@/domain/text/csv-line";
import { type TokenQuery, tokenQuerySchema } from "@/domain/tokens/token-query";
import { closeConnection, openConnection } from "@/prisma/connection";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { csvHeader, csvRow } from "@/services/tokens/csv-columns";
import { countAll, loadBatch } from "@/services/tokens/export-batches";
import { loadGoneUserIds } from "@/services/tokens/gone-users";
import { resolveSecret } from "@/services/tokens/list";
import type { WhereFacts } from "@/services/tokens/token-where";

/**
 * All tokens of a filter as CSV (RFC 4180: CRLF, header, every field quoted), safe from formulas, newest first: an order
 * that cannot change while it streams, so a token that is there all the time is in it once. Source: Zorus "Export to CSV".
 * Its event is written before the first line leaves. Refuses: invalid_input (by field), forbidden.
 */
export async function exportTokensCsv(
  context: Context,
  input: unknown,
): Promise<Result<AsyncIterable<string>>> {
  const parsed = parseInput(tokenQuerySchema, input);
  if (!parsed.ok) return parsed;
  return act(context, "token.export", async ({ tx, accountId, organizationId, now, audit }) => {
    const resolved = await resolveSecret(context, accountId, parsed.value);
    if (!resolved.ok) return resolved;
    const query = resolved.value;
    const goneUserIds = query.ownerGone ? await loadGoneUserIds(tx, accountId) : [];
    const facts = { accountId, organizationId, now, goneUserIds };
    await audit({
      action: "token.export",
      details: { count: await countAll(tx, query, facts), filters: filtersOf(query) },
    });
    return done(lines(context, query, facts));
  });
}

async function* lines(context: Context, query: TokenQuery, facts: WhereFacts): AsyncGenerator<string> {
  yield csvLine(csvHeader);
  const connection = await openConnection(context.config.databaseUrl, {
    applicationName: "keydesk export",
    connectMsMax: 5000,
    statementMsMax: 30_000,
    settings: {},
  });
  try {
    let after = null;
    do {
      const batch = await loadBatch(connection, query, facts, after);
      if (batch.rows.length > 0) yield batch.rows.map((row) => csvLine(csvRow(row, facts.now))).join("");
      after = batch.next;
    } while (after !== null);
  } finally {
    // Also when the reader goes away before the end.
    closeConnection(connection);
  }
}

function filtersOf({ page: _, pageSize: __, sort: ___, dir: ____, ...filters }: TokenQuery) {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}
