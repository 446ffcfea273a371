import type { Connection } from "@/prisma/connection";

/** Any number that nothing else in the database locks. */
const advisoryLock = "7318349422002";

/**
 * Runs the sealer's work in one READ COMMITTED transaction under the lock that only one process holds; null when another has it.
 * The lock is taken by a statement of its own: a statement that waited for it would read what was true before it waited.
 */
export async function withSealerLock<T>(connection: Connection, work: () => Promise<T>): Promise<T | null> {
  await connection.query("BEGIN ISOLATION LEVEL READ COMMITTED");
  try {
    const { rows } = await connection.query<{ held: boolean }>(
      "SELECT pg_try_advisory_xact_lock($1) AS held",
      [advisoryLock],
    );
    const done = rows[0]?.held === true ? await work() : null;
    await connection.query("COMMIT");
    return done;
  } catch (error) {
    await connection.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}
