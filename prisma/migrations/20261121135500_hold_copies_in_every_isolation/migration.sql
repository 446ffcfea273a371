-- Purpose: copies of tokens' facts hold in stricter isolation levels too, and nothing is copied that the copy could say in two ways; a
--   note of a change that is deleted is noted itself.
-- Rows touched: none.
-- Locks: ContextChange against writers for the moment that adding a trigger takes.
-- Old nodes: go on.

-- Lists with anything but plain ranges, and times without end, are read from the token itself: '0' is no version of a copy.
CREATE OR REPLACE FUNCTION "keydesk_token_facts"(t "Token") RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN t."ipAllowList"::text !~ '^\{[0-9A-Fa-f.:/,]*\}$'
    OR NOT isfinite(coalesce(greatest(t."deletedAt", t."disabledAt", t."notBefore", t."expiresAt"), 'epoch'))
    OR NOT isfinite(coalesce(least(t."deletedAt", t."disabledAt", t."notBefore", t."expiresAt"), 'epoch')) THEN '0'
  ELSE '1|' || coalesce(t."accountId"::text, '') || '|' || coalesce(t."organizationId"::text, '') || '|' || coalesce(t."actsAsUserId"::text, '')
    || '|' || coalesce(t."apiClientId"::text, '') || '|' || t."id"::text || '|' || t."type"::text
    || '|' || coalesce((extract(epoch FROM t."deletedAt") * 1000)::bigint::text, '')
    || '|' || coalesce((extract(epoch FROM t."disabledAt") * 1000)::bigint::text, '')
    || '|' || coalesce((extract(epoch FROM t."notBefore") * 1000)::bigint::text, '')
    || '|' || coalesce((extract(epoch FROM t."expiresAt") * 1000)::bigint::text, '')
    || '|' || array_to_string(t."ipAllowList", ',') || '|' || t."name" END
$$;

-- The token's row is locked against changes until the secret is there for all to see: a change that comes meanwhile finds it. Where the row
-- is not this transaction's own it is updated, not only locked: in a stricter isolation level a change by an older snapshot, which cannot
-- see the secret, must fail.
CREATE OR REPLACE FUNCTION "keydesk_take_token_facts"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_own boolean;
BEGIN
  NEW."tokenFacts" := NULL;
  SELECT "keydesk_token_facts"(t), t.xmin = pg_current_xact_id()::xid INTO NEW."tokenFacts", is_own
    FROM "Token" t WHERE t."id" = NEW."tokenId" FOR NO KEY UPDATE;
  IF NOT is_own THEN
    UPDATE "Token" SET "last4" = "last4" WHERE "id" = NEW."tokenId";
  END IF;
  RETURN NEW;
END $$;

-- Whoever read before a note and has not seen it must not take its absence for peace: a transaction may commit long after its note was
-- dated, and an operator may empty the table.
CREATE FUNCTION "keydesk_note_forgotten"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM gone) THEN
    INSERT INTO "ContextChange" DEFAULT VALUES;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ContextChange_note_forgotten" AFTER DELETE ON "ContextChange" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_forgotten"();
CREATE TRIGGER "ContextChange_note_emptied" AFTER TRUNCATE ON "ContextChange"
  FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_note_context_change"();
