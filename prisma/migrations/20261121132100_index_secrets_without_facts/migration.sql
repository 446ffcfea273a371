-- Purpose: the background finds the secrets that have no copy of their token's facts yet, also when there are few among millions.
-- Rows touched: none.
-- Locks: none that others could wait for.
-- Old nodes: go on.
-- Time: up to 30 min.

CREATE INDEX CONCURRENTLY "TokenSecret_without_facts" ON "TokenSecret"("id") WHERE "tokenFacts" IS NULL AND "destroyedAt" IS NULL;
