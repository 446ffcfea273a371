-- Purpose: a text search counts and finds many matches month by month: weeks are too many to look into where all matches are old.
-- Rows touched: none.
-- Locks: none against readers or writers.
-- Old nodes: go on.
-- Time: up to 30 min.

CREATE INDEX CONCURRENTLY "Token_search_by_month" ON "Token" USING gin ("accountId", (date_trunc('month', "createdAt" AT TIME ZONE 'UTC')),
  (lower("name" || E'\n' || "notes" || E'\n' || "createdByName" || E'\n' || "last4"::text)) gin_trgm_ops)
  WITH (fastupdate = on, gin_pending_list_limit = 512)
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
DROP INDEX CONCURRENTLY IF EXISTS "Token_search_by_week";
