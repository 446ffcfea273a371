-- Purpose: an account may require a second step of its people: who has no second factor does nothing in it but add one.
-- Rows touched: none; every account goes on as before.
-- Locks: "Account" for the moment in which the column is made.
-- Old nodes: go on, and hold nobody to it: replace all desks before the first account turns it on.

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "requireSecondStep" BOOLEAN NOT NULL DEFAULT false;
