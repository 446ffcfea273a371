-- Purpose: API clients, revealable secrets, default keys, and repeatable creations over the HTTP API.
-- Rows touched: none.
-- Locks: Token, Organization and TokenSecret for the moment that adding a column, a key or a trigger takes; no table is rewritten.

-- AlterTable
ALTER TABLE "Organization" ADD COLUMN     "defaultKeyId" UUID;

-- AlterTable
ALTER TABLE "Token" ADD COLUMN     "apiClientId" UUID;

-- CreateTable
CREATE TABLE "TokenSecretCiphertext" (
    "secretId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "keyId" SMALLINT NOT NULL,
    "wrappedKey" BYTEA NOT NULL,
    "ciphertext" BYTEA NOT NULL,

    CONSTRAINT "TokenSecretCiphertext_pkey" PRIMARY KEY ("secretId")
);

-- CreateTable
CREATE TABLE "ApiClient" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "notes" TEXT NOT NULL DEFAULT '',
    "clientId" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "pepperId" SMALLINT NOT NULL,
    "last4" CHAR(4) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID,
    "createdByName" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),
    "deletedAt" TIMESTAMPTZ(3),
    "deletedById" UUID,
    "deletedByName" TEXT,
    "requestKey" UUID,

    CONSTRAINT "ApiClient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "accountId" UUID NOT NULL,
    "tokenId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "requestDigest" BYTEA NOT NULL,
    "status" SMALLINT,
    "response" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("accountId","tokenId","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "ApiClient_clientId_key" ON "ApiClient"("clientId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiClient_digest_key" ON "ApiClient"("digest");

-- CreateIndex
CREATE UNIQUE INDEX "ApiClient_requestKey_key" ON "ApiClient"("requestKey");

-- CreateIndex
CREATE INDEX "ApiClient_accountId_createdAt_idx" ON "ApiClient"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "IdempotencyKey_createdAt_idx" ON "IdempotencyKey"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Organization_defaultKeyId_key" ON "Organization"("defaultKeyId");

-- AddForeignKey
ALTER TABLE "Organization" ADD CONSTRAINT "Organization_defaultKeyId_fkey" FOREIGN KEY ("defaultKeyId") REFERENCES "Token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Token" ADD CONSTRAINT "Token_apiClientId_fkey" FOREIGN KEY ("apiClientId") REFERENCES "ApiClient"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TokenSecretCiphertext" ADD CONSTRAINT "TokenSecretCiphertext_secretId_fkey" FOREIGN KEY ("secretId") REFERENCES "TokenSecret"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiClient" ADD CONSTRAINT "ApiClient_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here on.
ALTER TABLE "ApiClient" ADD CONSTRAINT "ApiClient_name_length" CHECK (char_length("name") BETWEEN 1 AND 200);
ALTER TABLE "ApiClient" ADD CONSTRAINT "ApiClient_digest_length" CHECK (octet_length("digest") = 32);
ALTER TABLE "IdempotencyKey" ADD CONSTRAINT "IdempotencyKey_key_length" CHECK (char_length("key") BETWEEN 1 AND 255);

-- Only account tokens come from clients, and only from clients of their own account.
ALTER TABLE "Token" ADD CONSTRAINT "Token_from_client" CHECK ("apiClientId" IS NULL OR "type" = 'account');
CREATE UNIQUE INDEX "ApiClient_id_account" ON "ApiClient" ("id", "accountId");
ALTER TABLE "Token" ADD CONSTRAINT "Token_client_account" FOREIGN KEY ("apiClientId", "accountId") REFERENCES "ApiClient" ("id", "accountId");
CREATE INDEX "Token_of_client" ON "Token" ("apiClientId", "createdAt" DESC) WHERE "apiClientId" IS NOT NULL;

-- A destroyed secret can be shown to nobody, whoever destroyed it and however.
CREATE FUNCTION "keydesk_destroy_ciphertext"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "TokenSecretCiphertext" WHERE "secretId" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "TokenSecret_destroy_ciphertext" AFTER UPDATE OF "destroyedAt" ON "TokenSecret" FOR EACH ROW
  WHEN (NEW."destroyedAt" IS NOT NULL) EXECUTE FUNCTION "keydesk_destroy_ciphertext"();

CREATE FUNCTION "keydesk_client_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."deletedAt" IS NOT NULL AND NEW."deletedAt" IS DISTINCT FROM OLD."deletedAt" THEN
    RAISE EXCEPTION 'a deleted client stays deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."accountId" <> OLD."accountId" OR NEW."clientId" <> OLD."clientId" THEN
    RAISE EXCEPTION 'a client never changes its account or its id' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ApiClient_guard" BEFORE UPDATE ON "ApiClient" FOR EACH ROW EXECUTE FUNCTION "keydesk_client_guard"();
