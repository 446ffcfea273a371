-- Purpose: the hash of every audit event, the Merkle tree of each log, signed checkpoints and where they went, and retention per account.
-- Rows touched: none; the sealer hashes what is sealed already, in batches, once Keydesk runs.
-- Locks: AuditLeaf and AuditEvent for the moment that a column and a trigger take.
-- Old nodes: go on. What their sealer numbers without a hash is hashed by that of a new node.

ALTER TABLE "AuditLeaf" ADD COLUMN "hash" BYTEA;

CREATE TABLE "AuditTree" (
    "logId" UUID NOT NULL,
    "size" BIGINT NOT NULL,
    "nodes" BYTEA[],
    "signedSize" BIGINT NOT NULL DEFAULT 0,
    "signedAt" TIMESTAMPTZ(3),
    "alarm" TEXT,
    "alarmSince" TIMESTAMPTZ(3),

    CONSTRAINT "AuditTree_pkey" PRIMARY KEY ("logId")
);

CREATE TABLE "AuditNode" (
    "logId" UUID NOT NULL,
    "level" SMALLINT NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "AuditNode_pkey" PRIMARY KEY ("logId","level","index")
);

CREATE TABLE "AuditCheckpoint" (
    "logId" UUID NOT NULL,
    "size" BIGINT NOT NULL,
    "number" BIGINT NOT NULL,
    "note" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditCheckpoint_pkey" PRIMARY KEY ("logId","size")
);
CREATE UNIQUE INDEX "AuditCheckpoint_number_key" ON "AuditCheckpoint"("number");

CREATE TABLE "AuditLogKey" (
    "id" UUID NOT NULL,
    "deployment" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "keyId" INTEGER NOT NULL,
    "wrappedKey" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "retiredAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuditLogKey_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "AuditChannel" (
    "id" TEXT NOT NULL,
    "baseline" BIGINT NOT NULL,
    "delivered" BIGINT NOT NULL DEFAULT 0,
    "deliveredAt" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failedSince" TIMESTAMPTZ(3),
    "nextAttemptAt" TIMESTAMPTZ(3),
    "lastError" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuditChannel_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "AuditRetention" (
    "accountId" UUID NOT NULL,
    "days" INTEGER,
    "holdReason" TEXT,
    "heldSince" TIMESTAMPTZ(3),
    "heldByName" TEXT,
    "droppedThrough" BIGINT NOT NULL DEFAULT 0,
    "droppedAt" TIMESTAMPTZ(3),

    CONSTRAINT "AuditRetention_pkey" PRIMARY KEY ("accountId"),
    CONSTRAINT "AuditRetention_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- By hand from here on.
ALTER TABLE "AuditLeaf" ADD CONSTRAINT "AuditLeaf_hash_length" CHECK (octet_length("hash") = 32) NOT VALID;
ALTER TABLE "AuditTree" ADD CONSTRAINT "AuditTree_size" CHECK ("size" >= 0 AND "signedSize" BETWEEN 0 AND "size");
ALTER TABLE "AuditNode" ADD CONSTRAINT "AuditNode_hash_length" CHECK (octet_length("hash") = 32 AND "level" % 8 = 0 AND "level" > 0);
ALTER TABLE "AuditRetention" ADD CONSTRAINT "AuditRetention_days" CHECK ("days" > 0 AND "droppedThrough" >= 0);
ALTER TABLE "AuditRetention" ADD CONSTRAINT "AuditRetention_hold" CHECK (("holdReason" IS NULL) = ("heldSince" IS NULL));
CREATE UNIQUE INDEX "AuditLogKey_one_current" ON "AuditLogKey" ((true)) WHERE "retiredAt" IS NULL;

CREATE TRIGGER "AuditNode_append_only" BEFORE UPDATE OR DELETE ON "AuditNode" FOR EACH ROW EXECUTE FUNCTION "keydesk_append_only"();
CREATE TRIGGER "AuditNode_no_truncate" BEFORE TRUNCATE ON "AuditNode" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_append_only"();
CREATE TRIGGER "AuditCheckpoint_append_only" BEFORE UPDATE OR DELETE ON "AuditCheckpoint" FOR EACH ROW EXECUTE FUNCTION "keydesk_append_only"();
CREATE TRIGGER "AuditCheckpoint_no_truncate" BEFORE TRUNCATE ON "AuditCheckpoint" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_append_only"();

-- A leaf without a hash gets one, once; nothing else of it changes.
CREATE FUNCTION "keydesk_leaf_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD."hash" IS NULL AND NEW."hash" IS NOT NULL
    AND (OLD."logId", OLD."seq", OLD."eventId", OLD."sealedAt") = (NEW."logId", NEW."seq", NEW."eventId", NEW."sealedAt")
    AND OLD."organizationId" IS NOT DISTINCT FROM NEW."organizationId"
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER "AuditLeaf_append_only" BEFORE UPDATE OR DELETE ON "AuditLeaf" FOR EACH ROW EXECUTE FUNCTION "keydesk_leaf_guard"();

-- Retention alone takes events, and only such as are past their account's days by this server's clock, hashed and under a signed
-- checkpoint, up to a number that was written down before, while nothing holds them.
CREATE FUNCTION "keydesk_event_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('keydesk.retention', true) = OLD."accountId"::text AND EXISTS (
    SELECT 1 FROM "AuditRetention" r
    JOIN "AuditLeaf" l ON l."eventId" = OLD."id" AND l."logId" = r."accountId"
    JOIN "AuditTree" t ON t."logId" = l."logId"
    WHERE r."accountId" = OLD."accountId" AND r."holdReason" IS NULL AND l."hash" IS NOT NULL
      AND l."seq" <= least(r."droppedThrough", t."signedSize") AND l."sealedAt" < now() - make_interval(days => r."days")
  ) THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION "keydesk_event_guard"();
