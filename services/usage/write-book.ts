import type { Connection } from "@/prisma/connection";
import type { UsageBook } from "@/services/usage/book";

// All tables in one statement: counted once or not at all. Each part inserts in the order of its key, and all flushes visit the
// tables in the same order, so two processes can wait for each other but never in a circle.
const text = `
WITH activity AS (
  INSERT INTO "TokenActivity" AS k ("tokenId", "accountId", "firstUsedAt", "lastUsedAt", "lastIp", "lastAgent", "total")
  SELECT b."tokenId", b."accountId", to_timestamp(b.first / 1000.0), to_timestamp(b.last / 1000.0), b.ip, b.agent, b.count
  FROM jsonb_to_recordset($1::jsonb) AS b("tokenId" uuid, "accountId" uuid, first float8, last float8, ip text, agent text, count bigint)
  JOIN "Token" t ON t."id" = b."tokenId"
  ORDER BY b."tokenId"
  ON CONFLICT ("tokenId") DO UPDATE SET
    "firstUsedAt" = LEAST(k."firstUsedAt", EXCLUDED."firstUsedAt"),
    "lastIp" = CASE WHEN k."lastUsedAt" > EXCLUDED."lastUsedAt" THEN k."lastIp" ELSE EXCLUDED."lastIp" END,
    "lastAgent" = CASE WHEN k."lastUsedAt" > EXCLUDED."lastUsedAt" THEN k."lastAgent" ELSE EXCLUDED."lastAgent" END,
    "lastUsedAt" = GREATEST(k."lastUsedAt", EXCLUDED."lastUsedAt"),
    "total" = k."total" + EXCLUDED."total"
), callers AS (
  INSERT INTO "TokenCaller" AS k ("tokenId", "secretId", "ip", "agent", "firstSeenAt", "lastSeenAt", "total")
  SELECT b."tokenId", b."secretId", b.ip, b.agent, to_timestamp(b.first / 1000.0), to_timestamp(b.last / 1000.0), b.count
  FROM jsonb_to_recordset($2::jsonb) AS b("tokenId" uuid, "secretId" uuid, ip text, agent text, first float8, last float8, count bigint)
  ORDER BY b."tokenId", b."secretId", b.ip, b.agent
  ON CONFLICT ("tokenId", "secretId", "ip", "agent") DO UPDATE SET
    "firstSeenAt" = LEAST(k."firstSeenAt", EXCLUDED."firstSeenAt"),
    "lastSeenAt" = GREATEST(k."lastSeenAt", EXCLUDED."lastSeenAt"),
    "total" = k."total" + EXCLUDED."total"
), hours AS (
  INSERT INTO "UsageHour" AS k ("tokenId", "hour", "verdict", "accountId", "count")
  SELECT b.id, to_timestamp(b.at / 1000.0), b.verdict, b."accountId", b.count
  FROM jsonb_to_recordset($3::jsonb) AS b(id uuid, at float8, verdict text, "accountId" uuid, count bigint)
  ORDER BY b.id, b.at, b.verdict
  ON CONFLICT ("tokenId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
), account_hours AS (
  INSERT INTO "AccountUsageHour" AS k ("accountId", "hour", "verdict", "count")
  SELECT b."accountId", to_timestamp(b.at / 1000.0), b.verdict, sum(b.count)
  FROM jsonb_to_recordset($3::jsonb) AS b(at float8, verdict text, "accountId" uuid, count bigint)
  GROUP BY b."accountId", b.at, b.verdict
  ORDER BY b."accountId", b.at, b.verdict
  ON CONFLICT ("accountId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
), days AS (
  INSERT INTO "AccountUsageDay" AS k ("accountId", "day", "count")
  SELECT b.id, (to_timestamp(b.at / 1000.0) AT TIME ZONE 'UTC')::date, b.count
  FROM jsonb_to_recordset($4::jsonb) AS b(id uuid, at float8, count bigint)
  ORDER BY b.id, b.at
  ON CONFLICT ("accountId", "day") DO UPDATE SET "count" = k."count" + EXCLUDED."count"
)
INSERT INTO "GatewayHour" AS k ("gatewayId", "hour", "verdict", "count")
SELECT b.id, to_timestamp(b.at / 1000.0), b.verdict, b.count
FROM jsonb_to_recordset($5::jsonb) AS b(id uuid, at float8, verdict text, count bigint)
ORDER BY b.id, b.at, b.verdict
ON CONFLICT ("gatewayId", "hour", "verdict") DO UPDATE SET "count" = k."count" + EXCLUDED."count"`;

/** Adds a book to what is kept, in one statement. Last used moves forward only. A token that is gone for good gets no row. */
export async function writeBook(connection: Connection, book: UsageBook): Promise<void> {
  const rows = [book.tokens, book.callers, book.hours, book.days, book.gateways] as const;
  await connection.query({
    name: "keydesk-usage",
    text,
    values: rows.map((map) => JSON.stringify([...map.values()])),
  });
}
