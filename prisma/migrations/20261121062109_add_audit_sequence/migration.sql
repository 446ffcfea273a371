-- Purpose: a gapless number for each audit event, given in the order of commits by the sealer of the API's process.
-- Rows touched: none; events that are there already are queued by the next migration.
-- Locks: AuditEvent against writers for the moment that adding a trigger takes.

-- CreateTable
CREATE TABLE "AuditPending" (
    "n" BIGSERIAL NOT NULL,
    "logId" UUID NOT NULL,
    "eventId" UUID NOT NULL,

    CONSTRAINT "AuditPending_pkey" PRIMARY KEY ("n")
);

-- CreateTable
CREATE TABLE "AuditLeaf" (
    "logId" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "eventId" UUID NOT NULL,
    "organizationId" UUID,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditLeaf_pkey" PRIMARY KEY ("logId","seq")
);

-- CreateIndex
CREATE UNIQUE INDEX "AuditLeaf_eventId_key" ON "AuditLeaf"("eventId");

-- By hand from here on.
ALTER TABLE "AuditLeaf" ADD CONSTRAINT "AuditLeaf_seq_positive" CHECK ("seq" > 0);
CREATE INDEX "AuditLeaf_of_organization" ON "AuditLeaf" ("organizationId", "seq") WHERE "organizationId" IS NOT NULL;
CREATE TRIGGER "AuditLeaf_append_only" BEFORE UPDATE OR DELETE ON "AuditLeaf" FOR EACH ROW EXECUTE FUNCTION "keydesk_append_only"();
CREATE TRIGGER "AuditLeaf_no_truncate" BEFORE TRUNCATE ON "AuditLeaf" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_append_only"();

-- A queue: thousands of rows come and go, and the table stays small only when it is swept often.
ALTER TABLE "AuditPending" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE FUNCTION "keydesk_queue_audit"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "AuditPending" ("logId", "eventId")
  SELECT coalesce("accountId", '00000000-0000-0000-0000-000000000000'), "id" FROM inserted;
  RETURN NULL;
END $$;
CREATE TRIGGER "AuditEvent_queue" AFTER INSERT ON "AuditEvent" REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_queue_audit"();
