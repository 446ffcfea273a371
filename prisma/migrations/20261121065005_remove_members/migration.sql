-- Purpose: members can be taken out of an account, and lists that programs read page by page have the order of an index.
-- Rows touched: none.
-- Locks: "Membership", "Organization" and "Token" against writes while an index is built (seconds per million tokens).

-- DropIndex
DROP INDEX "Membership_accountId_createdAt_idx";

-- AlterTable
ALTER TABLE "Membership" ADD COLUMN     "removedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "Organization_accountId_createdAt_id_idx" ON "Organization"("accountId", "createdAt", "id");

-- CreateIndex
CREATE INDEX "Membership_accountId_createdAt_userId_idx" ON "Membership"("accountId", "createdAt", "userId");

-- A removed member is disabled as well: whatever asks for active members needs to know nothing of removals.
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_removed_is_disabled"
  CHECK ("removedAt" IS NULL OR "disabledAt" IS NOT NULL);

-- An organization's tokens, newest first.
CREATE INDEX "Token_grid_organization" ON "Token" ("accountId", "organizationId", "createdAt", "id")
  WHERE "deletedAt" IS NULL AND "type" <> 'gateway' AND "apiClientId" IS NULL AND "organizationId" IS NOT NULL;
