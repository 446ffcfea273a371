import type { ClientBase } from "pg";
import pg from "pg";
import { type MigrationFile, readMigrations } from "@/prisma/migration-files";
import { worksWith } from "@/prisma/migration-note";

export type Diagnosis =
  | { kind: "up_to_date" }
  | { kind: "behind"; pending: string[] }
  /**
   * The database has migrations that this code does not know: it was used with a newer Keydesk. `refusing` are those of them
   * with which this code does not go on; none while a newer version comes beside it.
   */
  | { kind: "ahead"; unknown: string[]; refusing: string[] }
  /** Neither history contains the other, or a migration was changed after it had been applied. */
  | { kind: "diverged"; unknown: string[]; pending: string[]; edited: string[] }
  | { kind: "failed"; names: string[] };

/** Compares the migrations of this code with those a database has had. Reads only. */
export async function diagnose(databaseUrl: string, migrations = readMigrations()): Promise<Diagnosis> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await diagnoseThrough(client, migrations);
  } finally {
    await client.end();
  }
}

/** As `diagnose`, through a connection the caller holds. */
export async function diagnoseThrough(
  client: ClientBase,
  migrations: readonly MigrationFile[],
): Promise<Diagnosis> {
  const applied = await readApplied(client);
  const failed = applied.filter((row) => row.finished_at === null).map((row) => row.migration_name);
  if (failed.length > 0) return { kind: "failed", names: failed };

  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const done = new Map(applied.map((row) => [row.migration_name, row.checksum]));
  const unknown = applied.map((row) => row.migration_name).filter((name) => !known.has(name));
  const pending = migrations.map((migration) => migration.name).filter((name) => !done.has(name));
  const edited = migrations
    .filter((migration) => done.has(migration.name) && done.get(migration.name) !== migration.checksum)
    .map((migration) => migration.name);
  if (edited.length > 0 || (unknown.length > 0 && pending.length > 0)) {
    return { kind: "diverged", unknown, pending, edited };
  }
  if (unknown.length > 0) {
    const lines = new Map(applied.map((row) => [row.migration_name, row.logs]));
    const refusing = unknown.filter((name) => !worksWith(lines.get(name) ?? null, known));
    return { kind: "ahead", unknown, refusing };
  }
  if (pending.length > 0) return { kind: "behind", pending };
  return { kind: "up_to_date" };
}

/** True when the database has had more than this code knows, and all of that leaves this code at work. */
export function isServedByThisCode(diagnosis: Diagnosis): boolean {
  return diagnosis.kind === "ahead" && diagnosis.refusing.length === 0;
}

type AppliedRow = {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
  logs: string | null;
};

async function readApplied(client: ClientBase): Promise<AppliedRow[]> {
  const table = await client.query("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present");
  if (!table.rows[0].present) return [];
  const rows = await client.query<AppliedRow>(
    `SELECT migration_name, checksum, finished_at, logs FROM _prisma_migrations
     WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows.rows;
}
