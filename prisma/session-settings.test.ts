import { createHash } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createDatabase } from "@/prisma/client-factory";
import { closeConnection, openConnection } from "@/prisma/connection";
import { applyMigrations } from "@/prisma/migrate";
import { createEmptyDatabase, type TestDatabase } from "@/prisma/testing";

const ask = "SELECT current_setting('transaction_isolation') AS level";
const committed = [{ level: "read committed" }];
const patience = { waitMsMax: 60_000, transactionMsMax: 60_000 };

let database: TestDatabase;
let beside: pg.Client;
beforeEach(async () => {
  database = await createEmptyDatabase();
  beside = await open();
  await beside.query(
    `ALTER DATABASE "${beside.database}" SET default_transaction_isolation = 'repeatable read'`,
  );
});
afterEach(async () => {
  await beside.end();
  await database.drop();
});

async function open(url = database.url): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

test("each connection of the pool, of our own and of migrations reads what is committed, whatever the database's default is", async () => {
  const other = await open();
  expect((await other.query(ask)).rows).toEqual([{ level: "repeatable read" }]);
  await other.end();

  const db = createDatabase(database.url, 4, undefined, patience);
  // All four at once, in transactions and without.
  const levels = Array.from({ length: 4 }, () =>
    db.$transaction(async (tx) => [
      await tx.$queryRawUnsafe("SELECT pg_sleep(0.1)::text AS slept").then(() => tx.$queryRawUnsafe(ask)),
    ]),
  );
  expect(await Promise.all(levels)).toEqual(Array(4).fill([committed]));
  expect(await db.$queryRawUnsafe(ask)).toEqual(committed);
  await db.$disconnect();

  const connection = await openConnection(database.url, {
    applicationName: "a-test",
    connectMsMax: 60_000,
    statementMsMax: 60_000,
    settings: {},
  });
  expect((await connection.query(ask)).rows).toEqual(committed);
  await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  expect((await connection.query(ask)).rows).toEqual([{ level: "repeatable read" }]);
  closeConnection(connection);

  const sql = `CREATE TABLE kept AS ${ask};`;
  const checksum = createHash("sha256").update(sql).digest("hex");
  await applyMigrations(database.url, [{ name: "20260101000000_keep_level", sql, checksum }]);
  expect((await beside.query("SELECT level FROM kept")).rows).toEqual(committed);
});

test("a URL with options of its own, and a connection that was lost, change nothing of it", async () => {
  const url = new URL(database.url);
  url.searchParams.set("options", "-c default_transaction_isolation=serializable");
  const db = createDatabase(url.toString(), 1, undefined, patience);
  expect(await db.$queryRawUnsafe(ask)).toEqual(committed);
  await beside.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await expect.poll(() => db.$queryRawUnsafe(ask).catch(() => "lost")).toEqual(committed);
  await db.$disconnect();
});

test("what is read after a lock was waited for is what was committed meanwhile", async () => {
  await beside.query("CREATE TABLE policy (cap int); INSERT INTO policy VALUES (20)");
  await beside.query("BEGIN; SELECT pg_advisory_xact_lock(7); UPDATE policy SET cap = 3");
  const db = createDatabase(database.url, 1, undefined, patience);
  const read = db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe("SELECT pg_advisory_xact_lock_shared(7)");
    return tx.$queryRawUnsafe("SELECT cap FROM policy");
  });
  const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'advisory'
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  await expect.poll(async () => (await beside.query(waiting)).rowCount).toBe(1);
  await beside.query("COMMIT");
  expect(await read).toEqual([{ cap: 3 }]);
  await db.$disconnect();
});

describe("on a server that keeps another time and writes values otherwise", () => {
  const asUsual = [{ zone: "UTC", dates: "ISO, YMD", intervals: "postgres", bytes: "hex", digits: "1" }];
  const askStyle = `SELECT current_setting('TimeZone') AS zone, current_setting('DateStyle') AS dates,
    current_setting('IntervalStyle') AS intervals, current_setting('bytea_output') AS bytes,
    current_setting('extra_float_digits') AS digits`;
  const openOwn = () =>
    openConnection(database.url, {
      applicationName: "a-test",
      connectMsMax: 60_000,
      statementMsMax: 60_000,
      settings: {},
    });
  beforeEach(async () => {
    for (const setting of [
      "TimeZone = 'Asia/Kolkata'",
      "DateStyle = 'SQL, DMY'",
      "IntervalStyle = 'iso_8601'",
      "bytea_output = 'escape'",
      "extra_float_digits = 0",
    ])
      await beside.query(`ALTER DATABASE "${beside.database}" SET ${setting}`);
  });

  test("each connection has Keydesk's own settings", async () => {
    const db = createDatabase(database.url, 1, undefined, patience);
    expect(await db.$queryRawUnsafe(askStyle)).toEqual(asUsual);
    await db.$disconnect();
    const connection = await openOwn();
    expect((await connection.query(askStyle)).rows).toEqual(asUsual);
    closeConnection(connection);
    const sql = `CREATE TABLE kept AS ${askStyle};`;
    const checksum = createHash("sha256").update(sql).digest("hex");
    await applyMigrations(database.url, [{ name: "20260101000000_keep_style", sql, checksum }]);
    expect((await beside.query("SELECT * FROM kept")).rows).toEqual(asUsual);
  });

  test("a moment is the same to the pool, to our own connections and to the server", async () => {
    await applyMigrations(database.url);
    const db = createDatabase(database.url, 1, undefined, patience);
    const at = new Date("2027-01-31T22:45:00.250Z");
    await db.rateLimit.create({ data: { key: "a moment", points: 1, expire: at } });
    expect(await db.rateLimit.findUnique({ where: { key: "a moment" } })).toMatchObject({ expire: at });
    const found = `SELECT "expire" FROM "rate_limit" WHERE "expire" = to_timestamp(${at.getTime() / 1000}::float8)`;
    const connection = await openOwn();
    expect((await connection.query(found)).rows).toEqual([{ expire: at }]);
    closeConnection(connection);
    await db.$disconnect();
  });
});
