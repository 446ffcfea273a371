-- Adds the indexes of the token grid, so that a page costs the same in an account with a million tokens as with ten thousand.
-- Touches no rows. Locks "Token" and "TokenActivity" against writes while it builds (about a minute per million tokens);
-- needs the extensions pg_trgm and btree_gin, which come with PostgreSQL and may be made by the database's owner.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- One index per order of the grid. Keys are never NULL ("never expires" = infinity, "never used" = -infinity), so that one
-- range serves order and filter in both directions. COLLATE "C" sorts alike on every server and lets LIKE 'abc%' use the index.
-- The first carries what the filters read: a page or count of the default order needs no visit to the table.
CREATE INDEX "Token_grid_created" ON "Token" ("accountId", "createdAt", "id")
  INCLUDE ("expiresAt", "disabledAt", "notBefore", "type", "actsAsUserId", "createdById")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway';
CREATE INDEX "Token_grid_name" ON "Token" ("accountId", (lower("name") COLLATE "C"), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway';
CREATE INDEX "Token_grid_expires" ON "Token" ("accountId", (COALESCE("expiresAt", 'infinity'::timestamptz)), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway';
CREATE INDEX "Token_grid_creator" ON "Token" ("accountId", (lower("createdByName") COLLATE "C"), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway';
CREATE INDEX "TokenActivity_grid_used" ON "TokenActivity" ("accountId", (COALESCE("lastUsedAt", '-infinity'::timestamptz)), "tokenId");

-- Filters that may be rare, each in the default order.
CREATE INDEX "Token_grid_type" ON "Token" ("accountId", "type", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway';
CREATE INDEX "Token_grid_acts_as" ON "Token" ("accountId", "actsAsUserId", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "actsAsUserId" IS NOT NULL;
CREATE INDEX "Token_grid_created_by" ON "Token" ("accountId", "createdById", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "createdById" IS NOT NULL;
CREATE INDEX "Token_grid_disabled" ON "Token" ("accountId", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "disabledAt" IS NOT NULL;
CREATE INDEX "Token_grid_not_before" ON "Token" ("accountId", "notBefore", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "notBefore" IS NOT NULL;
CREATE INDEX "Token_grid_deleted" ON "Token" ("accountId", "createdAt", "id")
  WHERE "deletedAt" IS NOT NULL AND "type" <> 'gateway';

-- Search: parts of name, notes, creator and last 4 by trigrams; texts too short for these by their beginning.
-- No pending list: a search must not pay for the writes before it.
CREATE INDEX "Token_search" ON "Token" USING gin ("accountId",
  (lower("name" || E'\n' || "notes" || E'\n' || "createdByName" || E'\n' || "last4"::text)) gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX "Token_grid_last4" ON "Token" ("accountId", ("last4"::text COLLATE "C"), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway';
