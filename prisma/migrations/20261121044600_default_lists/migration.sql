-- Purpose: a list that nobody gave is empty, never NULL: raw reads would otherwise get null where the code expects a list.
-- Rows touched: memberships, invitations and tokens that were made without a list (few; the first administrator's is one).
-- Locks: each of the three tables exclusively, for the check a scan of it.

ALTER TABLE "Membership" ALTER COLUMN "permissions" SET DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "Invitation" ALTER COLUMN "permissions" SET DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "Token" ALTER COLUMN "ipAllowList" SET DEFAULT ARRAY[]::TEXT[];

UPDATE "Membership" SET "permissions" = '{}' WHERE "permissions" IS NULL;
UPDATE "Invitation" SET "permissions" = '{}' WHERE "permissions" IS NULL;
UPDATE "Token" SET "ipAllowList" = '{}' WHERE "ipAllowList" IS NULL;

-- Prisma's schema cannot call a list column NOT NULL.
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_permissions_present" CHECK ("permissions" IS NOT NULL);
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_permissions_present" CHECK ("permissions" IS NOT NULL);
ALTER TABLE "Token" ADD CONSTRAINT "Token_ip_allow_list_present" CHECK ("ipAllowList" IS NOT NULL);
