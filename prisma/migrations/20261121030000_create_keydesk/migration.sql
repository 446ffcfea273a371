-- Creates everything that Keydesk keeps. Runs on an empty database; touches no rows.
-- First part: generated from schema.prisma. Second part: the invariants that Prisma cannot say.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Plan" AS ENUM ('community', 'professional', 'platform');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('administrator', 'auditor', 'member');

-- CreateEnum
CREATE TYPE "UserKind" AS ENUM ('person', 'template');

-- CreateEnum
CREATE TYPE "TokenType" AS ENUM ('impersonation', 'personal', 'api_key', 'export', 'download', 'organization', 'account', 'gateway');

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "locator" CHAR(8) NOT NULL,
    "name" TEXT NOT NULL,
    "plan" "Plan" NOT NULL DEFAULT 'community',
    "licensedAssets" INTEGER NOT NULL DEFAULT 1000,
    "requestsPerMinute" INTEGER NOT NULL DEFAULT 100,
    "requestsPerIp" INTEGER NOT NULL DEFAULT 2000,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Organization" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "locator" CHAR(8) NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "keyCap" INTEGER NOT NULL DEFAULT 20,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "kind" "UserKind" NOT NULL DEFAULT 'person',
    "email" TEXT,
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "isOperator" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "userId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "permissions" TEXT[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("userId","accountId")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "accountId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "reauthenticatedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    "ip" TEXT NOT NULL,
    "userAgent" TEXT NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "purpose" TEXT NOT NULL,
    "accountId" UUID,
    "email" TEXT,
    "userId" UUID,
    "role" "Role",
    "permissions" TEXT[],
    "createdById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "cancelledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Token" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "organizationId" UUID,
    "type" "TokenType" NOT NULL,
    "name" TEXT NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "actsAsUserId" UUID,
    "createdById" UUID,
    "createdByName" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "ipAllowList" TEXT[],
    "prefix" TEXT NOT NULL,
    "last4" CHAR(4) NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),
    "deletedById" UUID,
    "deletedByName" TEXT,
    "requestKey" UUID,

    CONSTRAINT "Token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TokenSecret" (
    "id" UUID NOT NULL,
    "tokenId" UUID NOT NULL,
    "digest" BYTEA NOT NULL,
    "pepperId" SMALLINT NOT NULL,
    "prefix" TEXT NOT NULL,
    "last4" CHAR(4) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "retiresAt" TIMESTAMPTZ(3),
    "destroyedAt" TIMESTAMPTZ(3),

    CONSTRAINT "TokenSecret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TokenActivity" (
    "tokenId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "firstUsedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "lastIp" TEXT,
    "lastAgent" TEXT,
    "total" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "TokenActivity_pkey" PRIMARY KEY ("tokenId")
);

-- CreateTable
CREATE TABLE "TokenCaller" (
    "tokenId" UUID NOT NULL,
    "secretId" UUID NOT NULL,
    "ip" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "firstSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "total" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "TokenCaller_pkey" PRIMARY KEY ("tokenId","secretId","ip","agent")
);

-- CreateTable
CREATE TABLE "UsageHour" (
    "tokenId" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "verdict" TEXT NOT NULL,
    "accountId" UUID NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "UsageHour_pkey" PRIMARY KEY ("tokenId","hour","verdict")
);

-- CreateTable
CREATE TABLE "RefusalHour" (
    "gatewayId" UUID NOT NULL,
    "hour" TIMESTAMPTZ(0) NOT NULL,
    "verdict" TEXT NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "RefusalHour_pkey" PRIMARY KEY ("gatewayId","hour","verdict")
);

-- CreateTable
CREATE TABLE "AccountUsageDay" (
    "accountId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "AccountUsageDay_pkey" PRIMARY KEY ("accountId","day")
);

-- CreateTable
CREATE TABLE "Gateway" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "forDeployment" BOOLEAN NOT NULL DEFAULT false,
    "name" TEXT NOT NULL,
    "tokenId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdByName" TEXT NOT NULL,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Gateway_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" UUID NOT NULL,
    "accountId" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorKind" TEXT NOT NULL,
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "targetKind" TEXT,
    "targetId" UUID,
    "targetName" TEXT,
    "ip" TEXT,
    "userAgent" TEXT,
    "requestId" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_locator_key" ON "Account"("locator");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_locator_key" ON "Organization"("locator");

-- CreateIndex
CREATE INDEX "Organization_accountId_name_idx" ON "Organization"("accountId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "User_email_key" ON "User"("email");

-- CreateIndex
CREATE INDEX "Membership_accountId_createdAt_idx" ON "Membership"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "Session_userId_endedAt_idx" ON "Session"("userId", "endedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_digest_key" ON "Invitation"("digest");

-- CreateIndex
CREATE INDEX "Invitation_accountId_createdAt_idx" ON "Invitation"("accountId", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Token_requestKey_key" ON "Token"("requestKey");

-- CreateIndex
CREATE INDEX "Token_organizationId_type_idx" ON "Token"("organizationId", "type");

-- CreateIndex
CREATE INDEX "Token_actsAsUserId_idx" ON "Token"("actsAsUserId");

-- CreateIndex
CREATE UNIQUE INDEX "TokenSecret_digest_key" ON "TokenSecret"("digest");

-- CreateIndex
CREATE INDEX "TokenSecret_tokenId_createdAt_idx" ON "TokenSecret"("tokenId", "createdAt");

-- CreateIndex
CREATE INDEX "TokenCaller_tokenId_lastSeenAt_idx" ON "TokenCaller"("tokenId", "lastSeenAt");

-- CreateIndex
CREATE INDEX "UsageHour_accountId_hour_idx" ON "UsageHour"("accountId", "hour");

-- CreateIndex
CREATE UNIQUE INDEX "Gateway_tokenId_key" ON "Gateway"("tokenId");

-- CreateIndex
CREATE INDEX "Gateway_accountId_createdAt_idx" ON "Gateway"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_id_idx" ON "AuditEvent"("accountId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_targetId_id_idx" ON "AuditEvent"("accountId", "targetId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_actorId_id_idx" ON "AuditEvent"("accountId", "actorId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_action_id_idx" ON "AuditEvent"("accountId", "action", "id");

-- AddForeignKey
ALTER TABLE "Organization" ADD CONSTRAINT "Organization_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Token" ADD CONSTRAINT "Token_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Token" ADD CONSTRAINT "Token_organizationId_fkey" FOREIGN KEY ("organizationId") REFERENCES "Organization"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Token" ADD CONSTRAINT "Token_actsAsUserId_fkey" FOREIGN KEY ("actsAsUserId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Token" ADD CONSTRAINT "Token_createdById_fkey" FOREIGN KEY ("createdById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TokenSecret" ADD CONSTRAINT "TokenSecret_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TokenActivity" ADD CONSTRAINT "TokenActivity_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Gateway" ADD CONSTRAINT "Gateway_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Gateway" ADD CONSTRAINT "Gateway_tokenId_fkey" FOREIGN KEY ("tokenId") REFERENCES "Token"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- ---------------------------------------------------------------------------------------------------------------------
-- Invariants (design §4). The services hold them too; these stand when code is wrong.

ALTER TABLE "Account"
  ADD CONSTRAINT "Account_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "Account_limits_positive" CHECK ("licensedAssets" >= 0 AND "requestsPerMinute" > 0 AND "requestsPerIp" > 0);

ALTER TABLE "Organization"
  ADD CONSTRAINT "Organization_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "Organization_key_cap" CHECK ("keyCap" BETWEEN 0 AND 20),
  ADD CONSTRAINT "Organization_id_account" UNIQUE ("id", "accountId");
CREATE UNIQUE INDEX "Organization_live_name" ON "Organization" ("accountId", lower("name")) WHERE "deletedAt" IS NULL;

-- A template user never signs in.
ALTER TABLE "User"
  ADD CONSTRAINT "User_kind" CHECK (
    ("kind" = 'person' AND "email" IS NOT NULL AND "email" = lower("email"))
    OR ("kind" = 'template' AND "email" IS NULL AND "passwordHash" IS NULL AND NOT "isOperator"));

ALTER TABLE "Token"
  ADD CONSTRAINT "Token_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "Token_notes_length" CHECK (char_length("notes") <= 2000),
  ADD CONSTRAINT "Token_expires_after_creation" CHECK ("expiresAt" IS NULL OR "expiresAt" > "createdAt"),
  ADD CONSTRAINT "Token_acts_as" CHECK (("type" IN ('impersonation', 'personal')) = ("actsAsUserId" IS NOT NULL)),
  ADD CONSTRAINT "Token_belongs_to" CHECK (("type" IN ('api_key', 'export', 'download', 'organization')) = ("organizationId" IS NOT NULL)),
  -- A token, its organization and the user it acts as are always of one account.
  ADD CONSTRAINT "Token_organization_account" FOREIGN KEY ("organizationId", "accountId") REFERENCES "Organization" ("id", "accountId"),
  ADD CONSTRAINT "Token_acts_as_account" FOREIGN KEY ("actsAsUserId", "accountId") REFERENCES "Membership" ("userId", "accountId");
CREATE UNIQUE INDEX "Token_one_live_per_organization" ON "Token" ("organizationId", "type")
  WHERE "deletedAt" IS NULL AND "type" IN ('export', 'download');

-- At most one current and one retiring secret per token, however many clients rotate at once.
ALTER TABLE "TokenSecret"
  ADD CONSTRAINT "TokenSecret_digest_length" CHECK (octet_length("digest") = 32),
  ADD CONSTRAINT "TokenSecret_retires_after_creation" CHECK ("retiresAt" IS NULL OR "retiresAt" > "createdAt");
CREATE UNIQUE INDEX "TokenSecret_one_current" ON "TokenSecret" ("tokenId") WHERE "retiresAt" IS NULL AND "destroyedAt" IS NULL;
CREATE UNIQUE INDEX "TokenSecret_one_retiring" ON "TokenSecret" ("tokenId") WHERE "retiresAt" IS NOT NULL AND "destroyedAt" IS NULL;

-- A deletion is for good: neither a tombstone nor a destroyed secret comes back, and a token never changes hands.
CREATE FUNCTION "keydesk_token_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."deletedAt" IS NOT NULL AND NEW."deletedAt" IS DISTINCT FROM OLD."deletedAt" THEN
    RAISE EXCEPTION 'a deleted token stays deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."accountId" <> OLD."accountId" OR NEW."type" <> OLD."type" THEN
    RAISE EXCEPTION 'a token never changes its account or type' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Token_guard" BEFORE UPDATE ON "Token" FOR EACH ROW EXECUTE FUNCTION "keydesk_token_guard"();

CREATE FUNCTION "keydesk_secret_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."destroyedAt" IS NOT NULL THEN
    RAISE EXCEPTION 'a destroyed secret stays destroyed' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."digest" <> OLD."digest" OR NEW."tokenId" <> OLD."tokenId" THEN
    RAISE EXCEPTION 'a secret is never replaced in place' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "TokenSecret_guard" BEFORE UPDATE ON "TokenSecret" FOR EACH ROW EXECUTE FUNCTION "keydesk_secret_guard"();

-- The audit trail is append-only (standards A1).
CREATE FUNCTION "keydesk_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "AuditEvent_append_only" BEFORE UPDATE OR DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION "keydesk_append_only"();
CREATE TRIGGER "AuditEvent_no_truncate" BEFORE TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_append_only"();
