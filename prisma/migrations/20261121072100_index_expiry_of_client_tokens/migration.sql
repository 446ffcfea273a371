-- Purpose: the hourly clean-up finds tokens of API clients that ended long ago, the oldest first, without looking at others.
-- Rows touched: none.
-- Locks: "Token" against writes while the index is built; it holds tokens of API clients alone, so mostly for a moment.

CREATE INDEX "Token_of_client_expires" ON "Token" ("expiresAt") WHERE "apiClientId" IS NOT NULL;
