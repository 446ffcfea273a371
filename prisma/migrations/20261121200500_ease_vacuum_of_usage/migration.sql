-- Purpose: autovacuum looks at what each use changes when half of it has changed, not a fifth (or for its statistics a tenth): with thousands of
--   tokens used a second it would read these tables and their indexes through every few minutes.
-- Rows touched: none.
-- Locks: none that readers or writers could wait for; the three tables' vacuum, for a moment.
-- Old nodes: go on.

ALTER TABLE "TokenActivity" SET (autovacuum_vacuum_scale_factor = 0.5, autovacuum_analyze_scale_factor = 0.5);
ALTER TABLE "TokenCaller" SET (autovacuum_vacuum_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_analyze_scale_factor = 0.5);
ALTER TABLE "UsageHour" SET (autovacuum_vacuum_scale_factor = 0.5, autovacuum_vacuum_insert_scale_factor = 0.5, autovacuum_analyze_scale_factor = 0.5);
