-- Purpose: what tokens did is kept each second in a journal, one row per process, and added to the tables from there: a flush
--   costs the same however many tokens were used. Two indexes that each use had to be written into go: tokens are read by their
--   id, and the callers of one token are few.
-- Rows touched: none.
-- Locks: "TokenCaller" and "UsageHour" exclusively, for a moment.
-- Old nodes: go on writing the three tables directly; both ways add up.

DROP INDEX "TokenCaller_tokenId_lastSeenAt_idx";
DROP INDEX "UsageHour_accountId_hour_idx";

-- Room in each page for the next versions of its rows: without an index on what changes, no index is written then.
ALTER TABLE "TokenCaller" SET (fillfactor = 85);
ALTER TABLE "UsageHour" SET (fillfactor = 85);

CREATE TABLE "UsageJournal" (
    "id" BIGSERIAL NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uses" INTEGER NOT NULL,
    "lines" TEXT NOT NULL,
    "names" JSONB NOT NULL,

    CONSTRAINT "UsageJournal_pkey" PRIMARY KEY ("id")
);

-- Written once, read once a second later: packing it would cost more than it saves.
ALTER TABLE "UsageJournal" ALTER COLUMN "lines" SET STORAGE EXTERNAL;
