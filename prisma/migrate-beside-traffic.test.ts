import { createHash } from "node:crypto";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { applyMigrations } from "@/prisma/migrate";
import { migrationBounds } from "@/prisma/migrate-one";
import type { MigrationFile } from "@/prisma/migration-files";
import { createEmptyDatabase, type TestDatabase } from "@/prisma/testing";

const opened: TestDatabase[] = [];
const clients: pg.Client[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.end()));
  await Promise.all(opened.splice(0).map((database) => database.drop()));
});

async function emptyDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  opened.push(database);
  return database.url;
}

async function connect(url: string, name = "test"): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: name });
  await client.connect();
  clients.push(client);
  return client;
}

let day = 0;
function migration(sql: string): MigrationFile {
  day += 1;
  const name = `202701${String(day).padStart(2, "0")}000000_change_it`;
  return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}
const first = migration("CREATE TABLE a (id int); INSERT INTO a SELECT generate_series(1, 100);");
const quick = { ...migrationBounds, patienceMs: 1_500 };

describe("locks", () => {
  test("a migration that waits for a table lets go of its place again and again, and succeeds once the reader is gone", async () => {
    const url = await emptyDatabase();
    await applyMigrations(url, [first]);
    const reader = await connect(url, "a-report");
    await reader.query("BEGIN; SELECT count(*) FROM a");
    const second = migration("ALTER TABLE a ADD COLUMN note text;");
    const lines: string[] = [];
    const applied = applyMigrations(url, [first, second], migrationBounds, (line) => lines.push(line));

    const other = await connect(url);
    // Each try lasts 100 ms. Without a limit the first read behind one would wait for the report, and this would not go on; the line comes
    // after five of them.
    for (let reads = 0; reads < 50 || lines.length === 0; reads++)
      await other.query("SELECT count(*) FROM a");
    await reader.query("COMMIT");
    expect(await applied).toEqual([second.name]);
    expect(lines).toEqual([`Migration ${second.name} waits for a table that others use; trying on.`]);
  });

  test("when its patience is over it says who holds the table, and nothing has changed", async () => {
    const url = await emptyDatabase();
    await applyMigrations(url, [first]);
    const reader = await connect(url, "a-report");
    await reader.query("BEGIN; SELECT count(*) FROM a");
    const second = migration("CREATE TABLE b (id int); ALTER TABLE a ADD COLUMN note text;");
    await expect(applyMigrations(url, [first, second], quick)).rejects.toThrow(
      /^Migration \w+ failed and was undone: it never got a table that others use \(canceling statement due to lock timeout\); the oldest transaction there is that of a-report \(PostgreSQL process \d+\), open for \d+ s\.$/,
    );
    expect((await reader.query("SELECT to_regclass('b') AS b")).rows).toEqual([{ b: null }]);
    await reader.query("ROLLBACK");
    expect(await applyMigrations(url, [first, second], quick)).toEqual([second.name]);
  });

  test("a statement that takes longer than a moment is cut off, unless the migration says how long it takes", async () => {
    const url = await emptyDatabase();
    await applyMigrations(url, [first]);
    const slow = "SELECT pg_sleep(0.4) FROM a LIMIT 1;";
    const bounds = { ...quick, statementMsMax: 200 };
    await expect(applyMigrations(url, [first, migration(slow)], bounds)).rejects.toThrow("statement timeout");
    const patient = migration(`-- Time: up to 5 min.\n${slow}`);
    expect(await applyMigrations(url, [first, patient], bounds)).toEqual([patient.name]);
  });
});

describe("indexes beside traffic", () => {
  test("are built while a writer holds the table, also while another start waits for its turn", async () => {
    const url = await emptyDatabase();
    await applyMigrations(url, [first]);
    const writer = await connect(url);
    await writer.query("BEGIN; INSERT INTO a VALUES (0)");
    const index = migration('CREATE INDEX CONCURRENTLY "a_id" ON a (id);');
    const starts = [applyMigrations(url, [first, index]), applyMigrations(url, [first, index])];
    const other = await connect(url);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const asked = performance.now();
    await other.query("INSERT INTO a VALUES (-1)");
    expect(performance.now() - asked).toBeLessThan(20_000);
    await writer.query("COMMIT");
    expect((await Promise.all(starts)).flat()).toEqual([index.name]);
  });

  test("are built again where a killed start left one half-built", async () => {
    const url = await emptyDatabase();
    await applyMigrations(url, [first]);
    const client = await connect(url);
    await client.query('INSERT INTO a VALUES (1); CREATE INDEX "a_kept" ON a (id)');
    // What a failed build leaves is an index that nobody may use.
    await expect(client.query('CREATE UNIQUE INDEX CONCURRENTLY "a_id" ON a (id)')).rejects.toThrow();
    const sql = `-- Purpose: test
      CREATE INDEX CONCURRENTLY "a_id" ON a (id);
      CREATE INDEX CONCURRENTLY "a_kept" ON a (id);
      DROP INDEX CONCURRENTLY IF EXISTS "gone";`;
    await applyMigrations(url, [first, migration(sql)]);
    const { rows } = await client.query(
      "SELECT relname, indisvalid, indisunique FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = 'a'::regclass ORDER BY 1",
    );
    expect(rows).toEqual([
      { relname: "a_id", indisvalid: true, indisunique: false },
      { relname: "a_kept", indisvalid: true, indisunique: false },
    ]);
  });

  test("stand in migrations of their own: one that holds something else is refused before anything is done", async () => {
    const url = await emptyDatabase();
    await applyMigrations(url, [first]);
    const mixed = migration('CREATE INDEX CONCURRENTLY "a_id" ON a (id); UPDATE a SET id = 0;');
    await expect(applyMigrations(url, [first, mixed])).rejects.toThrow("holds nothing else");
    const client = await connect(url);
    expect((await client.query("SELECT to_regclass('a_id') AS i")).rows).toEqual([{ i: null }]);
  });
});
