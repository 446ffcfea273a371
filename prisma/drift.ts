import { existsSync, readFileSync } from "node:fs";
import pg from "pg";
import { type Catalogue, readCatalogue } from "@/prisma/catalogue";
import { createMigrationSql } from "@/prisma/create-migration";
import { handWrittenObjects } from "@/prisma/hand-written";
import { applyMigrations } from "@/prisma/migrate";
import { migratedSchemaFile, schemaFile } from "@/prisma/migration-files";
import { diffSchemas, withSchemaEngine } from "@/prisma/schema-engine";

/**
 * Compares what the migrations make with what schema.prisma says, in two empty databases.
 * @returns one sentence for each difference; none means no drift
 */
export async function findDrift(
  migratedUrl: string,
  schemaUrl: string,
  schema = readFileSync(schemaFile, "utf8"),
): Promise<string[]> {
  await applyMigrations(migratedUrl);
  await createFromSchema(schemaUrl, schema);
  return compareCatalogues(
    await readCatalogue(migratedUrl),
    await readCatalogue(schemaUrl),
    handWrittenObjects,
  );
}

/** True while the schema kept beside the migrations, which the next one is computed from, says what schema.prisma says. */
export async function isMigratedSchemaCurrent(databaseUrl: string): Promise<boolean> {
  if (!existsSync(migratedSchemaFile)) return false;
  return (await createMigrationSql(databaseUrl)) === "";
}

/** As `findDrift`, for catalogues already read. Only hand-written objects may exist in the migrations alone. */
export function compareCatalogues(
  migrated: Catalogue,
  schema: Catalogue,
  handWritten: readonly string[],
): string[] {
  const allowed = new Set(handWritten);
  const found: string[] = [];
  for (const [object, definition] of schema) {
    const actual = migrated.get(object);
    if (actual === undefined) found.push(`${object} is in schema.prisma, and no migration makes it.`);
    else if (actual !== definition) {
      found.push(`${object} differs: the migrations make "${actual}", schema.prisma says "${definition}".`);
    }
  }
  for (const object of migrated.keys()) {
    if (schema.has(object) || allowed.has(object)) continue;
    found.push(
      `${object} is made by a migration, and neither in schema.prisma nor in prisma/hand-written.ts.`,
    );
  }
  for (const object of allowed) {
    if (!migrated.has(object))
      found.push(`${object} is in prisma/hand-written.ts, and no migration makes it.`);
    else if (schema.has(object))
      found.push(`${object} is in prisma/hand-written.ts although schema.prisma makes it.`);
  }
  return found;
}

async function createFromSchema(databaseUrl: string, schema: string): Promise<void> {
  const sql = await withSchemaEngine(databaseUrl, (engine) => diffSchemas(engine, null, schema));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
