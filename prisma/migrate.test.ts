import { createHash } from "node:crypto";
import pg from "pg";
import { afterEach, expect, test } from "vitest";
import { applyMigrations, diagnose, MigrationRefused } from "@/prisma/migrate";
import { type MigrationFile, readMigrations } from "@/prisma/migration-files";
import { withSchemaEngine } from "@/prisma/schema-engine";
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from "@/prisma/testing";

const opened: TestDatabase[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.drop()));
});

async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  opened.push(database);
  return database.url;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const migration = (name: string, sql: string): MigrationFile => ({
  name,
  sql,
  checksum: createHash("sha256").update(sql).digest("hex"),
});
const first = migration("20260101000000_create_a", "CREATE TABLE a (id int); CREATE TABLE b (id int);");
const second = migration("20260102000000_create_c", "CREATE TABLE c (id int);");

test("an empty database gets every migration of this code, and Prisma's own engine finds nothing amiss", async () => {
  const url = await emptyDatabase();
  const names = readMigrations().map((file) => file.name);
  expect(await diagnose(url)).toEqual({ kind: "behind", pending: names });
  expect(await applyMigrations(url)).toEqual(names);
  expect(await diagnose(url)).toEqual({ kind: "up_to_date" });

  const opinion = await withSchemaEngine(url, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: {
        baseDir: "/migrations",
        lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
        shadowDbInitScript: "",
        migrationDirectories: readMigrations().map((file) => ({
          path: file.name,
          migrationFile: { path: "migration.sql", content: { tag: "ok", value: file.sql } },
        })),
      },
      optInToShadowDatabase: false,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  expect(opinion).toMatchObject({ history: null, editedMigrationNames: [], failedMigrationNames: [] });
});

test("applying again changes nothing", async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, [first, second]);
  expect(await applyMigrations(url, [first, second])).toEqual([]);
});

test("an older database gets only what it lacks", async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, [first]);
  expect(await diagnose(url, [first, second])).toEqual({ kind: "behind", pending: [second.name] });
  expect(await applyMigrations(url, [first, second])).toEqual([second.name]);
});

test("eight starters that race apply each migration once", async () => {
  const url = await emptyDatabase();
  const slow = migration("20260103000000_wait", "SELECT pg_sleep(0.3); CREATE TABLE d (id int);");
  const results = await Promise.all(
    Array.from({ length: 8 }, () => applyMigrations(url, [first, second, slow])),
  );
  expect(results.flat().sort()).toEqual([first.name, second.name, slow.name]);
  const rows = await query(url, "SELECT count(*)::int AS count FROM _prisma_migrations");
  expect(rows).toEqual([{ count: 3 }]);
});

test("a database newer than the code is refused and left as it is", async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, [first, second]);
  const ahead = { kind: "ahead", unknown: [second.name], refusing: [second.name] };
  expect(await diagnose(url, [first])).toEqual(ahead);
  await expect(applyMigrations(url, [first])).rejects.toThrow("The database is newer than this Keydesk");
});

test("a database of another line is refused before anything is applied", async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, [first]);
  await expect(applyMigrations(url, [second])).rejects.toThrow(MigrationRefused);
  expect(await diagnose(url, [second])).toEqual({
    kind: "diverged",
    unknown: [first.name],
    pending: [second.name],
    edited: [],
  });
  expect(await query(url, "SELECT to_regclass('c') AS c")).toEqual([{ c: null }]);
});

test("a migration that was changed after it had been applied is named", async () => {
  const url = await emptyDatabase();
  await applyMigrations(url, [first]);
  const edited = { ...first, checksum: "other" };
  expect(await diagnose(url, [edited])).toMatchObject({ kind: "diverged", edited: [first.name] });
  await expect(applyMigrations(url, [edited, second])).rejects.toThrow(`${first.name} was changed`);
});

test("a migration that fails half-way leaves nothing of itself, keeps those before it, and can be mended", async () => {
  const url = await emptyDatabase();
  const broken = migration(second.name, "CREATE TABLE c (id int); SELECT 1 / 0;");
  await expect(applyMigrations(url, [first, broken])).rejects.toThrow(
    /failed and was undone: division by zero/,
  );
  expect(await query(url, "SELECT to_regclass('a') AS a, to_regclass('c') AS c")).toEqual([
    { a: "a", c: null },
  ]);
  expect(await diagnose(url, [first, second])).toEqual({ kind: "behind", pending: [second.name] });
  expect(await applyMigrations(url, [first, second])).toEqual([second.name]);
});

test("a migration that is cut off with its connection leaves nothing, and the next start applies it", async () => {
  const url = await emptyDatabase();
  const slow = migration(second.name, "CREATE TABLE c (id int); SELECT pg_sleep(30);");
  const cut = applyMigrations(url, [first, slow]).catch((error: unknown) => error);
  await expect
    .poll(() =>
      query(
        url,
        "SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity WHERE query LIKE '%pg_sleep(30)%' AND wait_event = 'PgSleep'",
      ),
    )
    .toEqual([{ cut: true }]);
  expect(await cut).toBeInstanceOf(MigrationRefused);
  expect(await diagnose(url, [first, second])).toEqual({ kind: "behind", pending: [second.name] });
  expect(await query(url, "SELECT to_regclass('c') AS c")).toEqual([{ c: null }]);
  expect(await applyMigrations(url, [first, second])).toEqual([second.name]);
});

test("a test database is migrated, empty and apart from every other", async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  opened.push(one, other);
  expect(one.url).not.toBe(other.url);
  expect(await diagnose(one.url)).toEqual({ kind: "up_to_date" });
  await query(one.url, "CREATE TABLE only_here (id int)");
  expect(await query(other.url, "SELECT to_regclass('only_here') AS found")).toEqual([{ found: null }]);
});
