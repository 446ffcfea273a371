-- Purpose: the cap of API keys, the default key and who may have a ciphertext hold in the database too, whoever writes.
-- Rows touched: none.
-- Locks: Token, Organization and TokenSecretCiphertext for the moment that adding a trigger takes.

-- A token never changes its organization either: it would leave the cap, the locator and the default key behind.
CREATE OR REPLACE FUNCTION "keydesk_token_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."deletedAt" IS NOT NULL AND NEW."deletedAt" IS DISTINCT FROM OLD."deletedAt" THEN
    RAISE EXCEPTION 'a deleted token stays deleted' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW."accountId" <> OLD."accountId" OR NEW."type" <> OLD."type" OR NEW."organizationId" IS DISTINCT FROM OLD."organizationId" THEN
    RAISE EXCEPTION 'a token never changes its account, organization or type' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

-- One insert at a time per organization. The row is updated, not only locked: in a stricter isolation level the second of two
-- must fail rather than count by an old snapshot. Before the insert, so that this lock comes ahead of the foreign key's weaker one.
CREATE FUNCTION "keydesk_hold_key_cap"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  cap integer;
  live integer;
BEGIN
  UPDATE "Organization" SET "keyCap" = "keyCap" WHERE "id" = NEW."organizationId" RETURNING "keyCap" INTO cap;
  SELECT count(*) INTO live FROM "Token"
    WHERE "organizationId" = NEW."organizationId" AND "type" = 'api_key' AND "deletedAt" IS NULL;
  IF live >= cap THEN
    RAISE EXCEPTION 'the organization has % of % keys', live, cap
      USING ERRCODE = 'check_violation', TABLE = 'Token', CONSTRAINT = 'Token_key_cap';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Token_key_cap" BEFORE INSERT ON "Token" FOR EACH ROW
  WHEN (NEW."type" = 'api_key' AND NEW."deletedAt" IS NULL) EXECUTE FUNCTION "keydesk_hold_key_cap"();

-- The default key is a live API key of this very organization; its deletion leaves none.
CREATE FUNCTION "keydesk_default_key_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "Token" WHERE "id" = NEW."defaultKeyId" AND "organizationId" = NEW."id"
    AND "type" = 'api_key' AND "deletedAt" IS NULL FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the default key is a live API key of the organization' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Organization_default_key" BEFORE INSERT OR UPDATE OF "defaultKeyId" ON "Organization" FOR EACH ROW
  WHEN (NEW."defaultKeyId" IS NOT NULL) EXECUTE FUNCTION "keydesk_default_key_guard"();

CREATE FUNCTION "keydesk_clear_default_key"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Organization" SET "defaultKeyId" = NULL WHERE "defaultKeyId" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "Token_clear_default_key" AFTER UPDATE OF "deletedAt" ON "Token" FOR EACH ROW
  WHEN (NEW."type" = 'api_key' AND OLD."deletedAt" IS NULL AND NEW."deletedAt" IS NOT NULL)
  EXECUTE FUNCTION "keydesk_clear_default_key"();

-- Only secrets of API keys that still live have a ciphertext, under their own account. It may be wrapped anew, never replaced.
CREATE FUNCTION "keydesk_ciphertext_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW."secretId" <> OLD."secretId" OR NEW."accountId" <> OLD."accountId" OR NEW."ciphertext" <> OLD."ciphertext" THEN
      RAISE EXCEPTION 'a ciphertext is never replaced in place' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM "TokenSecret" s JOIN "Token" t ON t."id" = s."tokenId"
    WHERE s."id" = NEW."secretId" AND s."destroyedAt" IS NULL AND t."accountId" = NEW."accountId" AND t."type" = 'api_key'
    FOR SHARE OF s;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only a live secret of an API key has a ciphertext, in its own account' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "TokenSecretCiphertext_guard" BEFORE INSERT OR UPDATE ON "TokenSecretCiphertext" FOR EACH ROW
  EXECUTE FUNCTION "keydesk_ciphertext_guard"();
