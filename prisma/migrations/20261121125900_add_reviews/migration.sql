-- Purpose: access reviews: people decide about each of a set of tokens, frozen when the review began, and one signs the result.
-- Rows touched: none; the tables are new.
-- Locks: "Account" against writers, for the moment in which a foreign key to it is added.
-- Old nodes: go on; they know no reviews.

CREATE TABLE "Review" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "filter" JSONB NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID,
    "createdByName" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "signedAt" TIMESTAMPTZ(3),
    "signedById" UUID,
    "signedByName" TEXT,
    "statement" TEXT,
    "cancelledAt" TIMESTAMPTZ(3),
    "cancelledByName" TEXT,
    "cancelReason" TEXT,
    "requestKey" UUID,

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ReviewReviewer" (
    "reviewId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "items" INTEGER NOT NULL DEFAULT 0,
    "decided" INTEGER NOT NULL DEFAULT 0,
    "remindedAt" TIMESTAMPTZ(3),
    "remindedByName" TEXT,

    CONSTRAINT "ReviewReviewer_pkey" PRIMARY KEY ("reviewId","userId")
);

CREATE TABLE "ReviewItem" (
    "reviewId" UUID NOT NULL,
    "tokenId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "reviewerId" UUID NOT NULL,
    "type" "TokenType" NOT NULL,
    "name" TEXT NOT NULL,
    "notes" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "last4" CHAR(4) NOT NULL,
    "secretId" UUID,
    "organizationId" UUID,
    "organizationName" TEXT,
    "actsAsUserId" UUID,
    "actsAsName" TEXT,
    "permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tokenCreatedAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID,
    "createdByName" TEXT NOT NULL,
    "disabledAt" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "ipAllowList" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "lastUsedAt" TIMESTAMPTZ(3),
    "lastIp" TEXT,
    "totalUses" BIGINT NOT NULL DEFAULT 0,
    "decision" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT NOT NULL DEFAULT '',
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedByName" TEXT,
    "decidedRevision" INTEGER NOT NULL DEFAULT 0,
    "changes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "carriedOutAt" TIMESTAMPTZ(3),
    "carriedOutByName" TEXT,
    "outcome" TEXT,
    "failedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ReviewItem_pkey" PRIMARY KEY ("reviewId","tokenId")
);

CREATE UNIQUE INDEX "Review_requestKey_key" ON "Review"("requestKey");
CREATE INDEX "Review_accountId_createdAt_id_idx" ON "Review"("accountId", "createdAt", "id");
CREATE UNIQUE INDEX "Review_id_accountId_key" ON "Review"("id", "accountId");
CREATE INDEX "ReviewReviewer_accountId_userId_idx" ON "ReviewReviewer"("accountId", "userId");
CREATE UNIQUE INDEX "ReviewReviewer_reviewId_userId_accountId_key" ON "ReviewReviewer"("reviewId", "userId", "accountId");
CREATE INDEX "ReviewItem_reviewId_decision_position_idx" ON "ReviewItem"("reviewId", "decision", "position");
CREATE INDEX "ReviewItem_reviewId_reviewerId_decision_position_idx" ON "ReviewItem"("reviewId", "reviewerId", "decision", "position");
CREATE UNIQUE INDEX "ReviewItem_reviewId_position_key" ON "ReviewItem"("reviewId", "position");
ALTER TABLE "Review" ADD CONSTRAINT "Review_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ReviewReviewer" ADD CONSTRAINT "ReviewReviewer_reviewId_accountId_fkey" FOREIGN KEY ("reviewId", "accountId") REFERENCES "Review"("id", "accountId") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ReviewItem" ADD CONSTRAINT "ReviewItem_reviewId_reviewerId_accountId_fkey" FOREIGN KEY ("reviewId", "reviewerId", "accountId") REFERENCES "ReviewReviewer"("reviewId", "userId", "accountId") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Review"
  ADD CONSTRAINT "Review_name_length" CHECK (char_length("name") BETWEEN 1 AND 200),
  ADD CONSTRAINT "Review_one_end" CHECK ("signedAt" IS NULL OR "cancelledAt" IS NULL),
  ADD CONSTRAINT "Review_signed_by" CHECK (
    ("signedAt" IS NULL) = ("signedByName" IS NULL) AND ("signedAt" IS NULL) = ("statement" IS NULL)),
  ADD CONSTRAINT "Review_cancelled_by" CHECK (
    ("cancelledAt" IS NULL) = ("cancelledByName" IS NULL) AND ("cancelledAt" IS NULL) = ("cancelReason" IS NULL));

ALTER TABLE "ReviewReviewer" ADD CONSTRAINT "ReviewReviewer_counts" CHECK ("decided" BETWEEN 0 AND "items");

ALTER TABLE "ReviewItem"
  ADD CONSTRAINT "ReviewItem_decision" CHECK ("decision" IN ('open', 'keep', 'disable', 'revoke')),
  ADD CONSTRAINT "ReviewItem_outcome" CHECK ("outcome" IN ('done', 'already', 'gone')),
  ADD CONSTRAINT "ReviewItem_decided_by" CHECK (
    ("decision" = 'open') = ("decidedAt" IS NULL) AND ("decision" = 'open') = ("decidedByName" IS NULL)
    AND ("decision" = 'open') = ("reason" = '')),
  ADD CONSTRAINT "ReviewItem_reason_length" CHECK (char_length("reason") <= 1000),
  ADD CONSTRAINT "ReviewItem_carried_out" CHECK (
    ("carriedOutAt" IS NULL) = ("outcome" IS NULL) AND ("carriedOutAt" IS NULL) = ("carriedOutByName" IS NULL)
    AND ("carriedOutAt" IS NULL OR "decision" IN ('disable', 'revoke')));

-- What waits to be carried out: a handful of rows among many.
CREATE INDEX "ReviewItem_to_carry_out" ON "ReviewItem" ("reviewId", "position")
  WHERE "decision" IN ('disable', 'revoke') AND "carriedOutAt" IS NULL;

-- A review that has ended stays as it is, with everything in it; none is ever removed.
CREATE FUNCTION "keydesk_review_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD."signedAt" IS NOT NULL OR OLD."cancelledAt" IS NOT NULL THEN
    RAISE EXCEPTION 'a review that has ended stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW."id", NEW."accountId", NEW."filter", NEW."createdAt", NEW."createdByName")
    IS DISTINCT FROM (OLD."id", OLD."accountId", OLD."filter", OLD."createdAt", OLD."createdByName") THEN
    RAISE EXCEPTION 'what a review began with stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Review_guard" BEFORE UPDATE OR DELETE ON "Review" FOR EACH ROW EXECUTE FUNCTION "keydesk_review_guard"();

CREATE FUNCTION "keydesk_review_part_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR EXISTS (SELECT 1 FROM "Review" r
    WHERE r."id" = OLD."reviewId" AND (r."signedAt" IS NOT NULL OR r."cancelledAt" IS NOT NULL)) THEN
    RAISE EXCEPTION 'a review that has ended stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ReviewReviewer_guard" BEFORE UPDATE OR DELETE ON "ReviewReviewer"
  FOR EACH ROW EXECUTE FUNCTION "keydesk_review_part_guard"();
CREATE TRIGGER "ReviewItem_guard" BEFORE UPDATE OR DELETE ON "ReviewItem"
  FOR EACH ROW EXECUTE FUNCTION "keydesk_review_part_guard"();

-- The token as it was when the review began; and what was carried out is done.
CREATE FUNCTION "keydesk_review_item_guard"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."reviewId", NEW."tokenId", NEW."accountId", NEW."position", NEW."type", NEW."name", NEW."notes",
      NEW."prefix", NEW."last4", NEW."secretId", NEW."organizationId", NEW."organizationName", NEW."actsAsUserId",
      NEW."actsAsName", NEW."permissions", NEW."tokenCreatedAt", NEW."createdById", NEW."createdByName",
      NEW."disabledAt", NEW."notBefore", NEW."expiresAt", NEW."ipAllowList", NEW."lastUsedAt", NEW."lastIp",
      NEW."totalUses")
    IS DISTINCT FROM
     (OLD."reviewId", OLD."tokenId", OLD."accountId", OLD."position", OLD."type", OLD."name", OLD."notes",
      OLD."prefix", OLD."last4", OLD."secretId", OLD."organizationId", OLD."organizationName", OLD."actsAsUserId",
      OLD."actsAsName", OLD."permissions", OLD."tokenCreatedAt", OLD."createdById", OLD."createdByName",
      OLD."disabledAt", OLD."notBefore", OLD."expiresAt", OLD."ipAllowList", OLD."lastUsedAt", OLD."lastIp",
      OLD."totalUses") THEN
    RAISE EXCEPTION 'what a review froze stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD."carriedOutAt" IS NOT NULL AND (NEW."decision", NEW."reason", NEW."carriedOutAt", NEW."outcome")
    IS DISTINCT FROM (OLD."decision", OLD."reason", OLD."carriedOutAt", OLD."outcome") THEN
    RAISE EXCEPTION 'what was carried out is done' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "ReviewItem_frozen" BEFORE UPDATE ON "ReviewItem"
  FOR EACH ROW EXECUTE FUNCTION "keydesk_review_item_guard"();

-- Asked once for each statement: a review begins with up to a hundred thousand rows at once.
CREATE FUNCTION "keydesk_review_no_late_part"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Review" r
    WHERE r."id" IN (SELECT a."reviewId" FROM added a) AND (r."signedAt" IS NOT NULL OR r."cancelledAt" IS NOT NULL)) THEN
    RAISE EXCEPTION 'a review that has ended stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "ReviewItem_no_late_part" AFTER INSERT ON "ReviewItem" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_review_no_late_part"();
CREATE TRIGGER "ReviewReviewer_no_late_part" AFTER INSERT ON "ReviewReviewer" REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION "keydesk_review_no_late_part"();
