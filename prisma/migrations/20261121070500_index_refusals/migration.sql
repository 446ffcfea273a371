-- Purpose: whoever is refused is on record once a minute and action; each refusal looks whether it was recorded already.
-- Rows touched: none.
-- Locks: "AuditEvent" against writes while it is read once (seconds per million events).

CREATE INDEX "AuditEvent_refused" ON "AuditEvent" ("actorId", "at") WHERE "action" = 'access.refused';
