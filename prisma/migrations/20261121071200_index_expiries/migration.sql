-- Purpose: rows that have expired long ago are found and removed without reading the others.
-- Rows touched: none.
-- Locks: "Session", "Invitation" and "rate_limit" against writes while each is read once (milliseconds: they are small).

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "Invitation_expiresAt_idx" ON "Invitation"("expiresAt");

-- CreateIndex
CREATE INDEX "rate_limit_expire_idx" ON "rate_limit"("expire");
