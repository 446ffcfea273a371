import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Diagnosis, diagnoseThrough, isServedByThisCode } from "@/prisma/diagnose";
import { type MigrationBounds, migrateOne, migrationBounds, reasonToRetry } from "@/prisma/migrate-one";
import { readMigrations } from "@/prisma/migration-files";
import { setSession } from "@/prisma/session-settings";

export type { Diagnosis } from "@/prisma/diagnose";
export { diagnose, isServedByThisCode } from "@/prisma/diagnose";

/** Why a database was not migrated; it is as it was before. `diagnosis` is null where a migration itself failed. */
export class MigrationRefused extends Error {
  readonly diagnosis: Diagnosis | null;

  constructor(sentence: string, diagnosis: Diagnosis | null, cause?: unknown) {
    super(sentence, { cause });
    this.name = "MigrationRefused";
    this.diagnosis = diagnosis;
  }
}

/** Any number that nothing else in the database locks; differs from Prisma's own. */
const advisoryLock = 7_318_349_422_001;

/** How long a starter waits for another one that migrates the same database. */
const waitForOtherStarterMs = 10 * 60_000;

/**
 * Applies the pending migrations, each in one transaction together with its row in Prisma's own `_prisma_migrations`, so that a
 * killed starter leaves it applied and recorded or neither. Starters that race wait for each other; nodes at work are held up for
 * no longer than `bounds` says. A database that has had more than this code knows is left as it is where that code goes on with it.
 * @returns the names applied by this call, oldest first
 * @throws MigrationRefused when the history does not fit this code, or a migration fails
 */
export async function applyMigrations(
  databaseUrl: string,
  migrations = readMigrations(),
  bounds: MigrationBounds = migrationBounds,
  say: (line: string) => void = () => undefined,
): Promise<string[]> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    application_name: "keydesk-migrations",
  });
  // A lost connection also rejects the query under way, which is where it is reported.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await setSession(client, 10_000);
    await waitForTurn(client);
    const diagnosis = await diagnoseThrough(client, migrations);
    if (diagnosis.kind === "up_to_date" || isServedByThisCode(diagnosis)) return [];
    if (diagnosis.kind !== "behind") throw new MigrationRefused(explainRefusal(diagnosis), diagnosis);
    await client.query(migrationsTable);
    const inUse = diagnosis.pending.length < migrations.length;
    const pending = new Set(diagnosis.pending);
    for (const migration of migrations) {
      if (!pending.has(migration.name)) continue;
      try {
        await migrateOne(client, migration, inUse, bounds, say);
      } catch (error) {
        throw new MigrationRefused(await explainFailure(client, migration.name, error), null, error);
      }
    }
    return diagnosis.pending;
  } finally {
    // Ends the session, and with it the advisory lock.
    await client.end();
  }
}

// Asked for again and again: a session that waited inside of one statement would hold a snapshot, and with it every index that
// is built beside traffic.
async function waitForTurn(client: pg.Client): Promise<void> {
  const until = performance.now() + waitForOtherStarterMs;
  while (performance.now() < until) {
    const { rows } = await client.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1) AS held", [
      advisoryLock,
    ]);
    if (rows[0]?.held === true) return;
    await sleep(50 + Math.random() * 100);
  }
  throw new MigrationRefused("Another start has been migrating this database for ten minutes.", null);
}

async function explainFailure(client: pg.Client, name: string, error: unknown): Promise<string> {
  const reason = error instanceof Error ? error.message : String(error);
  if (reasonToRetry(error) !== "locked") return `Migration ${name} failed and was undone: ${reason}.`;
  const oldest = await client
    .query<{ application: string; pid: number; seconds: number }>(
      `SELECT coalesce(nullif(application_name, ''), usename, '?') AS application, pid,
         extract(epoch FROM clock_timestamp() - xact_start)::int AS seconds
       FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
       ORDER BY xact_start LIMIT 1`,
    )
    .catch(() => null);
  const row = oldest?.rows[0];
  const who = row
    ? `; the oldest transaction there is that of ${row.application} (PostgreSQL process ${row.pid}), open for ${row.seconds} s`
    : "";
  return `Migration ${name} failed and was undone: it never got a table that others use (${reason})${who}.`;
}

/** One sentence on a history that does not fit. */
export function explainRefusal(diagnosis: Exclude<Diagnosis, { kind: "up_to_date" | "behind" }>): string {
  switch (diagnosis.kind) {
    case "ahead":
      return `The database is newer than this Keydesk: it has had ${diagnosis.refusing.join(", ")}.`;
    case "failed":
      return `Migration ${diagnosis.names.join(", ")} was begun by another tool and not finished.`;
    case "diverged":
      return diagnosis.edited.length > 0
        ? `Migration ${diagnosis.edited.join(", ")} was changed after this database had had it.`
        : `The database belongs to another line of Keydesk: it has had ${diagnosis.unknown.join(", ")}, but not ${diagnosis.pending.join(", ")}.`;
  }
}

/** Prisma's own shape, so that its tools read our history. */
const migrationsTable = `
CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;
