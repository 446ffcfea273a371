import { randomUUID } from "node:crypto";
import pg from "pg";
import { type Diagnosis, diagnoseThrough } from "@/prisma/diagnose";
import { type MigrationFile, readMigrations } from "@/prisma/migration-files";

export type { Diagnosis } from "@/prisma/diagnose";
export { diagnose } from "@/prisma/diagnose";

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

/** How long a migration may wait for a table that running queries hold, before it gives up and changes nothing. */
const tableLockTimeoutMs = 10_000;

/**
 * Applies the pending migrations, each in one transaction together with its row in Prisma's own `_prisma_migrations`,
 * so that a killed starter leaves it applied and recorded or neither. Starters that race wait for each other.
 * @returns the names applied by this call, oldest first
 * @throws MigrationRefused when the history does not fit this code, or a migration fails
 */
export async function applyMigrations(databaseUrl: string, migrations = readMigrations()): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  // A lost connection also rejects the query under way, which is where it is reported.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(`SET lock_timeout = ${waitForOtherStarterMs}`);
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLock]);
    await client.query(`SET lock_timeout = ${tableLockTimeoutMs}`);
    const diagnosis = await diagnoseThrough(client, migrations);
    if (diagnosis.kind === "up_to_date") return [];
    if (diagnosis.kind !== "behind") throw new MigrationRefused(explainRefusal(diagnosis), diagnosis);
    await client.query(migrationsTable);
    const pending = new Set(diagnosis.pending);
    for (const migration of migrations) {
      if (pending.has(migration.name)) await applyOne(client, migration);
    }
    return diagnosis.pending;
  } finally {
    // Ends the session, and with it the advisory lock.
    await client.end();
  }
}

async function applyOne(client: pg.Client, migration: MigrationFile): Promise<void> {
  try {
    await client.query("BEGIN");
    const started = await client.query<{ at: Date }>("SELECT clock_timestamp() AS at");
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name, started.rows[0]?.at],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationRefused(`Migration ${migration.name} failed and was undone: ${reason}.`, null, error);
  }
}

/** One sentence on a history that does not fit. */
export function explainRefusal(diagnosis: Exclude<Diagnosis, { kind: "up_to_date" | "behind" }>): string {
  switch (diagnosis.kind) {
    case "ahead":
      return `The database is newer than this Keydesk: it has had ${diagnosis.unknown.join(", ")}.`;
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
