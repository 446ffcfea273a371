-- Purpose: a look-up reads one row for each secret instead of eight, and learns in the same read whether anything beside tokens has changed.
-- Rows touched: none; secrets get their copy when their token changes, and all others in the background.
-- Locks: TokenSecret, Token, Account, Organization, User, Membership, ApiClient and Gateway for the moment that adding a trigger takes.
-- Old nodes: go on.

ALTER TABLE "TokenSecret" ADD COLUMN "tokenFacts" TEXT;

CREATE TABLE "ContextChange" (
    "id" BIGSERIAL NOT NULL,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT statement_timestamp(),

    CONSTRAINT "ContextChange_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "ContextChange_xid_idx" ON "ContextChange"("xid");
CREATE INDEX "ContextChange_at_idx" ON "ContextChange"("at");

-- Read by services/verification/token-facts.ts. The name is last: it may hold anything.
CREATE FUNCTION "keydesk_token_facts"(t "Token") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '1|' || coalesce(t."accountId"::text, '') || '|' || coalesce(t."organizationId"::text, '') || '|' || coalesce(t."actsAsUserId"::text, '')
    || '|' || coalesce(t."apiClientId"::text, '') || '|' || t."id"::text || '|' || t."type"::text
    || '|' || coalesce((extract(epoch FROM t."deletedAt") * 1000)::bigint::text, '')
    || '|' || coalesce((extract(epoch FROM t."disabledAt") * 1000)::bigint::text, '')
    || '|' || coalesce((extract(epoch FROM t."notBefore") * 1000)::bigint::text, '')
    || '|' || coalesce((extract(epoch FROM t."expiresAt") * 1000)::bigint::text, '')
    || '|' || array_to_string(t."ipAllowList", ',') || '|' || t."name"
$$;

-- The token's row is locked against changes until the secret is there for all to see: a change that comes meanwhile finds it.
CREATE FUNCTION "keydesk_take_token_facts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."tokenFacts" := NULL;
  SELECT "keydesk_token_facts"(t) INTO NEW."tokenFacts" FROM "Token" t WHERE t."id" = NEW."tokenId" FOR SHARE;
  RETURN NEW;
END $$;
CREATE TRIGGER "TokenSecret_take_facts" BEFORE INSERT ON "TokenSecret" FOR EACH ROW EXECUTE FUNCTION "keydesk_take_token_facts"();

-- A destroyed secret changes no more; look-ups read its token itself.
CREATE FUNCTION "keydesk_give_token_facts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "TokenSecret" SET "tokenFacts" = "keydesk_token_facts"(NEW) WHERE "tokenId" = NEW."id" AND "destroyedAt" IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER "Token_give_facts" AFTER UPDATE OF "accountId", "organizationId", "type", "name", "actsAsUserId", "disabledAt", "notBefore",
  "expiresAt", "ipAllowList", "deletedAt", "apiClientId" ON "Token" FOR EACH ROW EXECUTE FUNCTION "keydesk_give_token_facts"();

CREATE FUNCTION "keydesk_note_context_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "ContextChange" DEFAULT VALUES;
  RETURN NULL;
END $$;
CREATE TRIGGER "Account_note_change" AFTER UPDATE OF "id", "name", "plan", "disabledAt", "requestsPerMinute", "licensedAssets", "requestsPerIp"
  OR DELETE OR TRUNCATE ON "Account" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_context_change"();
CREATE TRIGGER "Organization_note_change" AFTER UPDATE OF "id", "name", "deletedAt" OR DELETE OR TRUNCATE
  ON "Organization" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_context_change"();
CREATE TRIGGER "User_note_change" AFTER UPDATE OF "id", "name", "disabledAt" OR DELETE OR TRUNCATE
  ON "User" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_context_change"();
CREATE TRIGGER "Membership_note_change" AFTER INSERT OR UPDATE OF "userId", "accountId", "disabledAt", "permissions" OR DELETE OR TRUNCATE
  ON "Membership" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_context_change"();
CREATE TRIGGER "ApiClient_note_change" AFTER UPDATE OF "id", "name", "disabledAt", "deletedAt" OR DELETE OR TRUNCATE
  ON "ApiClient" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_context_change"();
CREATE TRIGGER "Gateway_note_change" AFTER UPDATE OF "id", "tokenId", "name", "accountId", "forDeployment", "deletedAt" OR DELETE OR TRUNCATE
  ON "Gateway" FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_context_change"();
