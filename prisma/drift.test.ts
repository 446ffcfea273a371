import { afterEach, expect, test } from "vitest";
import { compareCatalogues, findDrift, isMigratedSchemaCurrent } from "@/prisma/drift";
import { diffSchemas, withSchemaEngine } from "@/prisma/schema-engine";
import { createEmptyDatabase, type TestDatabase } from "@/prisma/testing";

const opened: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.drop()));
});

async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  opened.push(database);
  return database.url;
}

test("the migrations make exactly what schema.prisma says, and the listed objects by hand", async () => {
  expect(await findDrift(await emptyDatabase(), await emptyDatabase())).toEqual([]);
});

test("a schema that is ahead of the migrations is found", async () => {
  const schema = `datasource db {
      provider = "postgresql"
    }
    model Unmigrated {
      id Int @id
    }`;
  const found = await findDrift(await emptyDatabase(), await emptyDatabase(), schema);
  expect(found).toContain("table Unmigrated is in schema.prisma, and no migration makes it.");
});

test("the schema kept beside the migrations is the schema", async () => {
  expect(await isMigratedSchemaCurrent(await emptyDatabase())).toBe(true);
});

test("a migration's SQL is computed from the schema before and the schema after", async () => {
  const schema = (field: string) => `datasource db {
      provider = "postgresql"
    }
    model Thing {
      id Int @id
      ${field}
    }`;
  const url = await emptyDatabase();
  const sql = await withSchemaEngine(url, (engine) =>
    diffSchemas(engine, schema(""), schema("note String?")),
  );
  expect(sql).toContain('ALTER TABLE "Thing" ADD COLUMN     "note" TEXT');
});

test("a differing definition, an unlisted object and a list that lies are each named", () => {
  const migrated = new Map([
    ["column a.b", "text"],
    ["check c", "(b > 0)"],
  ]);
  const schema = new Map([["column a.b", "text not null"]]);
  expect(compareCatalogues(migrated, schema, ["trigger gone"])).toEqual([
    'column a.b differs: the migrations make "text", schema.prisma says "text not null".',
    "check c is made by a migration, and neither in schema.prisma nor in prisma/hand-written.ts.",
    "trigger gone is in prisma/hand-written.ts, and no migration makes it.",
  ]);
  expect(compareCatalogues(migrated, new Map([["column a.b", "text"]]), ["check c"])).toEqual([]);
});
