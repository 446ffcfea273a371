-- Purpose: people may have security keys and passkeys as second factors, beside authenticator apps.
-- Rows touched: none.
-- Locks: "SecondFactor" against writers for the moment in which the foreign key is made.
-- Old nodes: go on, and ask who has a security key alone for a recovery code; their Security page fails for who has one. Replace all
-- desks before people add theirs.

-- AlterEnum
ALTER TYPE "SecondFactorKind" ADD VALUE 'key';

-- CreateTable
CREATE TABLE "SecurityKey" (
    "factorId" UUID NOT NULL,
    "credentialId" TEXT NOT NULL,
    "publicKey" BYTEA NOT NULL,
    "signCount" BIGINT NOT NULL,
    "transports" TEXT[],

    CONSTRAINT "SecurityKey_pkey" PRIMARY KEY ("factorId")
);

-- CreateTable
CREATE TABLE "KeyChallenge" (
    "id" UUID NOT NULL,
    "challenge" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "KeyChallenge_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SecurityKey_credentialId_key" ON "SecurityKey"("credentialId");

-- CreateIndex
CREATE INDEX "KeyChallenge_expiresAt_idx" ON "KeyChallenge"("expiresAt");

-- AddForeignKey
ALTER TABLE "SecurityKey" ADD CONSTRAINT "SecurityKey_factorId_fkey" FOREIGN KEY ("factorId") REFERENCES "SecondFactor"("id") ON DELETE CASCADE ON UPDATE CASCADE;
