-- Purpose: one event of the audit trail stands for the readings of a program that follows it, instead of one for each.
-- Rows touched: none; the table is new.
-- Locks: "Account" for the moment in which the foreign key is made.
-- Old nodes: go on.

CREATE TABLE "AuditReader" (
    "tokenId" UUID NOT NULL,
    "organizationId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "after" BIGINT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "readings" INTEGER NOT NULL DEFAULT 0,
    "rows" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "AuditReader_pkey" PRIMARY KEY ("tokenId","organizationId")
);

-- AddForeignKey
ALTER TABLE "AuditReader" ADD CONSTRAINT "AuditReader_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
