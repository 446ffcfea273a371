-- Purpose: the overview tells which processes run, and which of them counts limits by itself: each says so here every two seconds.
-- Rows touched: none; the table is new.
-- Locks: none that others could wait for.
-- Old nodes: go on.

CREATE TABLE "NodeStatus" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "limitStore" TEXT,
    "aloneSince" TIMESTAMPTZ(3),
    "usageLagMs" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "NodeStatus_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "NodeStatus_kind" CHECK ("kind" IN ('api', 'desk')),
    CONSTRAINT "NodeStatus_limit_store" CHECK ("limitStore" IN ('memory', 'redis'))
);
