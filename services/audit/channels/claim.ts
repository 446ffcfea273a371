import type { Database } from "@/prisma/client-factory";

/** A channel that this process may send on, until the lease ends. */
export type Claimed = { readonly delivered: number; readonly baseline: number };

/** A process that died on the way holds its channel up for so long; sending one takes less. */
const leaseSeconds = 30;

/** The longest pause after failures. A longer one was noted before the clock was set back, and holds nobody up. */
const pauseMinutesMax = 15;

/** Takes a channel for this process; null while another one has it, or while it waits after a failure. Times are the database's. */
export async function claimChannel(db: Database, id: string, now: Date): Promise<Claimed | null> {
  await db.$executeRaw`
    INSERT INTO "AuditChannel" ("id", "baseline", "createdAt")
    SELECT ${id}, coalesce((SELECT max("number") FROM "AuditCheckpoint"), 0), ${now} ON CONFLICT DO NOTHING`;
  const rows = await db.$queryRaw<Claimed[]>`
    UPDATE "AuditChannel" SET "nextAttemptAt" = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    WHERE "id" = ${id} AND ("nextAttemptAt" IS NULL OR "nextAttemptAt" <= clock_timestamp()
      OR "nextAttemptAt" > clock_timestamp() + make_interval(mins => ${pauseMinutesMax}))
    RETURNING "delivered"::float8 AS "delivered", "baseline"::float8 AS "baseline"`;
  return rows[0] ?? null;
}

/** Notes that a number arrived, and holds the channel on; false when another process has gone on meanwhile. */
export async function noteDelivered(
  db: Database,
  id: string,
  number: number,
  before: number,
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE "AuditChannel" SET "delivered" = ${number}, "deliveredAt" = clock_timestamp(), "failures" = 0, "failedSince" = NULL,
      "lastError" = NULL, "nextAttemptAt" = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    WHERE "id" = ${id} AND "delivered" = ${before}`;
  return changed === 1;
}

/** Lets a channel go, so that whoever comes next may send at once. */
export async function releaseChannel(db: Database, id: string): Promise<void> {
  await db.$executeRaw`UPDATE "AuditChannel" SET "nextAttemptAt" = NULL WHERE "id" = ${id} AND "failures" = 0`;
}

/** Notes a failure: the next attempt comes after a pause that doubles with each, up to a quarter of an hour. */
export async function noteFailure(
  db: Database,
  id: string,
  reason: string,
  firstPauseMs: number,
): Promise<void> {
  await db.$executeRaw`
    UPDATE "AuditChannel" SET "failures" = least("failures" + 1, 1000), "lastError" = ${reason.slice(0, 200)},
      "failedSince" = coalesce("failedSince", clock_timestamp()),
      "nextAttemptAt" = clock_timestamp() + least(make_interval(mins => ${pauseMinutesMax}), power(2, least("failures", 20)) * ${firstPauseMs} * interval '1 ms') * (0.75 + random() / 4)
    WHERE "id" = ${id}`;
}
