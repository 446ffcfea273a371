-- Purpose: filters of the audit trail and of the tokens can be kept under a name, for oneself or for all of the account.
-- Rows touched: none; the table is new.
-- Locks: "Account" and "User" for the moment in which the foreign keys are made.
-- Old nodes: go on.

CREATE TABLE "SavedView" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "page" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SavedView_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "SavedView_page" CHECK ("page" IN ('audit', 'tokens')),
    CONSTRAINT "SavedView_name_length" CHECK (char_length("name") BETWEEN 1 AND 100),
    CONSTRAINT "SavedView_query_length" CHECK (char_length("query") <= 4000)
);

-- One name of one person for one page; all of an account's views of a page are read together.
CREATE UNIQUE INDEX "SavedView_accountId_page_userId_name_key" ON "SavedView"("accountId", "page", "userId", "name");

-- AddForeignKey
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SavedView" ADD CONSTRAINT "SavedView_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
