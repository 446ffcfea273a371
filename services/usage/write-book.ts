import type { Connection } from "@/prisma/connection";
import type { Count, UsageBook } from "@/services/usage/book";

// All in one statement: counted once or not at all. Each part inserts in the order of its key, and all flushes visit the
// tables in the same order, so two processes can wait for each other but never in a circle.
const text = `
WITH journal AS (
  INSERT INTO "UsageJournal" ("uses", "lines", "names") SELECT $1::int, $2, $3::jsonb WHERE $1::int > 0
), hours AS (
  INSERT INTO "AccountUsageHour" AS k ("accountId", "hour", "verdict", "count")
  SELECT b.id, to_timestamp(b.at / 1000.0), b.verdict, b.count
  FROM jsonb_to_recordset($4::jsonb) AS b(id uuid, at float8, verdict text, count bigint)
  ORDER BY b.id, b.at, b.verdict
  ON CONFLICT ("accountId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
), days AS (
  INSERT INTO "AccountUsageDay" AS k ("accountId", "day", "count")
  SELECT b.id, (to_timestamp(b.at / 1000.0) AT TIME ZONE 'UTC')::date, b.count
  FROM jsonb_to_recordset($5::jsonb) AS b(id uuid, at float8, count bigint)
  ORDER BY b.id, b.at
  ON CONFLICT ("accountId", "day") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
)
INSERT INTO "GatewayHour" AS k ("gatewayId", "hour", "verdict", "count")
SELECT b.id, to_timestamp(b.at / 1000.0), b.verdict, b.count
FROM jsonb_to_recordset($6::jsonb) AS b(id uuid, at float8, verdict text, count bigint)
ORDER BY b.id, b.at, b.verdict
ON CONFLICT ("gatewayId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"`;

/**
 * Keeps a book, in one statement: what accounts and gateways did is added up at once; what each token did goes to the journal, from
 * where `applyJournal` moves it. So a flush costs as good as nothing, however many tokens were used.
 */
export async function writeBook(connection: Connection, book: UsageBook): Promise<void> {
  const { lines, names } = book.secrets.write();
  const counts = [book.accountHours, book.accountDays, book.gatewayHours];
  await connection.query({
    name: "keydesk-usage",
    text,
    values: [book.secrets.lines(), lines, names, ...counts.map((map) => JSON.stringify(flatten(map)))],
  });
}

function flatten(map: ReadonlyMap<string, readonly Count[]>) {
  return [...map].flatMap(([id, counts]) => counts.map((count) => ({ id, ...count })));
}
