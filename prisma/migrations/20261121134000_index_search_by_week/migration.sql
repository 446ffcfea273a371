-- Purpose: a text search finds the newest of many matches week by week, without collecting all of them; disabled tokens of a type
--   are found without those of others.
-- Rows touched: none.
-- Locks: none against readers or writers.
-- Old nodes: go on.
-- Time: up to 30 min.

CREATE INDEX CONCURRENTLY "Token_search_by_week" ON "Token" USING gin ("accountId", (date_trunc('week', "createdAt" AT TIME ZONE 'UTC')),
  (lower("name" || E'\n' || "notes" || E'\n' || "createdByName" || E'\n' || "last4"::text)) gin_trgm_ops)
  WITH (fastupdate = on, gin_pending_list_limit = 512)
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX CONCURRENTLY "Token_grid_disabled_type" ON "Token" ("accountId", "type", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL AND "disabledAt" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "Token_search";
