-- Purpose: requests counted in a running minute or per source address survive a restart of the API.
-- Rows touched: none.
-- Locks: none, the table is new. It has no index on endsAt: every flush then updates in place, and the table stays small.

-- CreateTable
CREATE TABLE "LimitCounter" (
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "endsAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LimitCounter_pkey" PRIMARY KEY ("key")
);
