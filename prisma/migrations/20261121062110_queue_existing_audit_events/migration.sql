-- Purpose: events from before the audit sequence get their numbers too: first, and by their ids, which carry their time.
-- Rows touched: adds a short row per audit event, about 3 s per million; the sealer numbers them in batches once Keydesk runs.
-- Locks: none that anybody waits for. Events that come meanwhile are queued by the trigger, with larger numbers.

INSERT INTO "AuditPending" ("n", "logId", "eventId")
SELECT -row_number() OVER (ORDER BY e."id" DESC), coalesce(e."accountId", '00000000-0000-0000-0000-000000000000'), e."id"
FROM "AuditEvent" e
WHERE NOT EXISTS (SELECT 1 FROM "AuditPending" p WHERE p."eventId" = e."id")
  AND NOT EXISTS (SELECT 1 FROM "AuditLeaf" l WHERE l."eventId" = e."id");
