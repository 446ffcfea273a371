-- Purpose: every export leaves a row: who, what, how far it came, and the manifest that its file is held against later.
-- Rows touched: none; the tables are new.
-- Locks: "Account", for the foreign key, against changes of its definition alone.
-- Old nodes: go on.

CREATE TABLE "Export" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "organizationId" UUID,
    "actorKind" TEXT NOT NULL,
    "actorId" UUID,
    "actorName" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "marked" BOOLEAN NOT NULL DEFAULT false,
    "filter" JSONB NOT NULL,
    "file" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "expected" BIGINT,
    "rows" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "sha256" BYTEA,
    "manifest" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Export_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Export_format" CHECK ("format" IN ('csv', 'json', 'jsonl')),
    CONSTRAINT "Export_status" CHECK ("status" IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
    -- Only what came to its end whole has a hash and a manifest.
    CONSTRAINT "Export_whole" CHECK (("status" = 'done') = ("manifest" IS NOT NULL) AND ("status" = 'done') = ("sha256" IS NOT NULL)),
    CONSTRAINT "Export_finished" CHECK (("status" IN ('waiting', 'running')) = ("finishedAt" IS NULL)),
    CONSTRAINT "Export_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "ExportSkips" (
    "exportId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "lines" TEXT NOT NULL,

    CONSTRAINT "ExportSkips_pkey" PRIMARY KEY ("exportId", "n"),
    CONSTRAINT "ExportSkips_exportId_fkey" FOREIGN KEY ("exportId") REFERENCES "Export"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE INDEX "Export_accountId_createdAt_idx" ON "Export" ("accountId", "createdAt");
CREATE INDEX "Export_expiresAt_idx" ON "Export" ("expiresAt");
CREATE INDEX "Export_unfinished" ON "Export" ("accountId", "seenAt") WHERE "finishedAt" IS NULL;

-- What has come to an end stays as it ended.
CREATE FUNCTION keydesk_export_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."finishedAt" IS NOT NULL THEN
    RAISE EXCEPTION 'an export that has ended cannot change' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW."id", NEW."accountId", NEW."actorKind", NEW."what", NEW."format", NEW."filter", NEW."createdAt")
     IS DISTINCT FROM (OLD."id", OLD."accountId", OLD."actorKind", OLD."what", OLD."format", OLD."filter", OLD."createdAt") THEN
    RAISE EXCEPTION 'what an export is of cannot change' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "Export_guard" BEFORE UPDATE ON "Export" FOR EACH ROW EXECUTE FUNCTION keydesk_export_guard();
