-- Purpose: calls by account, hour and verdict, so that charts of an account need not add up the rows of each of its tokens.
-- Rows touched: fills the new table from UsageHour.
-- Locks: none on existing tables; reads UsageHour once.

-- CreateTable
CREATE TABLE "AccountUsageHour" (
    "accountId" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "verdict" TEXT NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "AccountUsageHour_pkey" PRIMARY KEY ("accountId","hour","verdict")
);

INSERT INTO "AccountUsageHour" ("accountId", "hour", "verdict", "count")
SELECT "accountId", "hour", "verdict", sum("count") FROM "UsageHour" GROUP BY 1, 2, 3;
