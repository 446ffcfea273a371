import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { migratedSchemaFile, migrationsFolder, schemaFile } from "@/prisma/migration-files";
import { diffSchemas, withSchemaEngine } from "@/prisma/schema-engine";

/**
 * The SQL that brings a database with all migrations to schema.prisma; empty when nothing changed.
 * The start is the schema kept beside the migrations: reading it back from PostgreSQL 18 is beyond the engine.
 * @param databaseUrl any reachable database: the engine does not work without a connection, and changes nothing
 */
export async function createMigrationSql(databaseUrl: string): Promise<string> {
  const before = existsSync(migratedSchemaFile) ? readFileSync(migratedSchemaFile, "utf8") : null;
  const after = readFileSync(schemaFile, "utf8");
  const sql = await withSchemaEngine(databaseUrl, (engine) => diffSchemas(engine, before, after));
  return sql.trim() === "-- This is an empty migration." ? "" : sql;
}

/** Writes a migration and remembers the schema it leads to. Returns the new file's path. */
export function writeMigration(name: string, sql: string, now: Date): string {
  const utc = now.toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = path.join(migrationsFolder, `${utc}_${name}`);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "migration.sql");
  writeFileSync(file, sql);
  rememberSchema();
  return file;
}

/** Keeps schema.prisma as the schema that the migrations lead to. */
export function rememberSchema(): void {
  copyFileSync(schemaFile, migratedSchemaFile);
}
