-- Purpose: counters of sign-in attempts expire at a time, as the limiter's Prisma store writes it, instead of a number.
-- Rows touched: all of rate_limit (a few per address that failed to sign in lately; they may be lost without harm).
-- Locks: rate_limit exclusively while it is rewritten, milliseconds.

ALTER TABLE "rate_limit"
  ALTER COLUMN "expire" TYPE TIMESTAMPTZ(3) USING to_timestamp("expire" / 1000.0);
