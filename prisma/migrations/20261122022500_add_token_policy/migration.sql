-- Purpose: an account's own token policy, each value as the deployment's or tighter, and its cap of API keys held in the database too.
-- Rows touched: none; the table is new.
-- Locks: "Account" for the moment in which the foreign key is made.
-- Old nodes: go on. What passes through one of them is not held to longest life, grace and display; the cap is held here.

CREATE TABLE "TokenPolicy" (
    "accountId" UUID NOT NULL,
    "keyCap" INTEGER NOT NULL DEFAULT 20,
    "lifetimeDaysMax" INTEGER,
    "graceSecondsMax" INTEGER NOT NULL DEFAULT 604800,
    "keysRevealable" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "TokenPolicy_pkey" PRIMARY KEY ("accountId"),
    CONSTRAINT "TokenPolicy_key_cap" CHECK ("keyCap" BETWEEN 1 AND 20),
    CONSTRAINT "TokenPolicy_lifetime" CHECK ("lifetimeDaysMax" BETWEEN 1 AND 3650),
    CONSTRAINT "TokenPolicy_grace" CHECK ("graceSecondsMax" IN (0, 3600, 86400, 604800))
);

-- AddForeignKey
ALTER TABLE "TokenPolicy" ADD CONSTRAINT "TokenPolicy_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- As before, by the lower of the organization's cap and its account's policy.
CREATE OR REPLACE FUNCTION "keydesk_hold_key_cap"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  cap integer;
  live integer;
BEGIN
  UPDATE "Organization" SET "keyCap" = "keyCap" WHERE "id" = NEW."organizationId" RETURNING "keyCap" INTO cap;
  -- LEAST passes over NULL: no policy, or no organization.
  cap := LEAST(cap, (SELECT p."keyCap" FROM "TokenPolicy" p WHERE p."accountId" = NEW."accountId"));
  SELECT count(*) INTO live FROM "Token"
    WHERE "organizationId" = NEW."organizationId" AND "type" = 'api_key' AND "deletedAt" IS NULL;
  IF live >= cap THEN
    RAISE EXCEPTION 'the organization has % of % keys', live, cap
      USING ERRCODE = 'check_violation', TABLE = 'Token', CONSTRAINT = 'Token_key_cap';
  END IF;
  RETURN NEW;
END $$;
