import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

// Right both here (prisma/) and in the bundles (dist/): each is one folder below the root.
const root = fileURLToPath(new URL("..", import.meta.url));
export const schemaFile = path.join(root, "prisma/schema.prisma");
export const migrationsFolder = path.join(root, "prisma/migrations");
/** The schema that all migrations together lead to: what the next one is computed against. */
export const migratedSchemaFile = path.join(migrationsFolder, "schema.prisma");

export type MigrationFile = { name: string; sql: string; checksum: string };

/** All migrations of this code, oldest first. The checksum is the one Prisma itself records. */
export function readMigrations(folder: string = migrationsFolder): MigrationFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}
