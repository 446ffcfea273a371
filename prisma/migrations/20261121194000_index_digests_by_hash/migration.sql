-- Purpose: look-ups find a digest by one page wherever it lies, with ten million tokens as with ten thousand; the tree, whose levels
--   grow and whose leaves fill twice the memory, is left to keep digests unique.
-- Rows touched: none.
-- Locks: none that others could wait for.
-- Old nodes: go on.
-- Time: up to 30 min.

CREATE INDEX CONCURRENTLY "TokenSecret_digest_idx" ON "TokenSecret" USING HASH ("digest");
