-- Purpose: the key that signs audit logs can be replaced, with a note by which the old key hands over to the new one.
-- Rows touched: none; the new columns are null, or false.
-- Locks: "AuditLogKey" for the moment in which the columns are added.
-- Old nodes: go on.

ALTER TABLE "AuditLogKey" ADD COLUMN "handover" TEXT;
ALTER TABLE "AuditLogKey" ADD COLUMN "compromised" BOOLEAN NOT NULL DEFAULT false;
