-- Purpose: an invitation knows the token that handed it out, so that it ends with that token.
-- Rows touched: open invitations that a token handed out, as the audit trail tells; they are few.
-- Locks: "Invitation" for the moment in which the column and the trigger are made.
-- Old nodes: go on. An invitation that a token hands out through one of them has no token here, and does not end with it.

-- AlterTable
ALTER TABLE "Invitation" ADD COLUMN     "createdByTokenId" UUID;

UPDATE "Invitation" i SET "createdByTokenId" = t."id"
FROM "AuditEvent" e JOIN "Token" t ON t."id" = e."actorId" AND t."accountId" = e."accountId"
WHERE e."accountId" = i."accountId" AND e."targetId" = i."id" AND e."action" = 'user.invite' AND e."actorKind" = 'token'
  AND i."usedAt" IS NULL AND i."cancelledAt" IS NULL AND i."expiresAt" > now();

-- By trigger, as the default key of an organization: a foreign key with the account would want one more index of all tokens.
CREATE FUNCTION "keydesk_invitation_token_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "Token" WHERE "id" = NEW."createdByTokenId" AND "accountId" = NEW."accountId" FOR KEY SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the token that hands out a link is one of its account' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Invitation_token_guard" BEFORE INSERT OR UPDATE OF "accountId", "createdByTokenId" ON "Invitation" FOR EACH ROW
  WHEN (NEW."createdByTokenId" IS NOT NULL) EXECUTE FUNCTION "keydesk_invitation_token_guard"();
