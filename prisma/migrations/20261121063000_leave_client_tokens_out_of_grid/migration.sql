-- Purpose: the grid lists what people made; tokens that API clients obtained for an hour stand with their client, and must not
--   be walked over by a page however many there are.
-- Rows touched: none.
-- Locks: "Token" against writes while its page indexes are built anew (about a minute per million tokens).

DROP INDEX "Token_grid_created";
DROP INDEX "Token_grid_name";
DROP INDEX "Token_grid_expires";
DROP INDEX "Token_grid_creator";
DROP INDEX "Token_grid_type";
DROP INDEX "Token_grid_acts_as";
DROP INDEX "Token_grid_created_by";
DROP INDEX "Token_grid_disabled";
DROP INDEX "Token_grid_not_before";
DROP INDEX "Token_grid_deleted";
DROP INDEX "Token_search";
DROP INDEX "Token_grid_last4";

CREATE INDEX "Token_grid_created" ON "Token" ("accountId", "createdAt", "id")
  INCLUDE ("expiresAt", "disabledAt", "notBefore", "type", "actsAsUserId", "createdById")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX "Token_grid_name" ON "Token" ("accountId", (lower("name") COLLATE "C"), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX "Token_grid_expires" ON "Token" ("accountId", (COALESCE("expiresAt", 'infinity'::timestamptz)), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX "Token_grid_creator" ON "Token" ("accountId", (lower("createdByName") COLLATE "C"), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX "Token_grid_type" ON "Token" ("accountId", "type", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX "Token_grid_acts_as" ON "Token" ("accountId", "actsAsUserId", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL AND "actsAsUserId" IS NOT NULL;
CREATE INDEX "Token_grid_created_by" ON "Token" ("accountId", "createdById", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL AND "createdById" IS NOT NULL;
CREATE INDEX "Token_grid_disabled" ON "Token" ("accountId", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL AND "disabledAt" IS NOT NULL;
CREATE INDEX "Token_grid_not_before" ON "Token" ("accountId", "notBefore", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL AND "notBefore" IS NOT NULL;
CREATE INDEX "Token_grid_deleted" ON "Token" ("accountId", "createdAt", "id")
  WHERE "deletedAt" IS NOT NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX "Token_search" ON "Token" USING gin ("accountId",
  (lower("name" || E'\n' || "notes" || E'\n' || "createdByName" || E'\n' || "last4"::text)) gin_trgm_ops)
  WITH (fastupdate = on, gin_pending_list_limit = 512)
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
CREATE INDEX "Token_grid_last4" ON "Token" ("accountId", ("last4"::text COLLATE "C"), "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL;
