import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { commandOf, startMarkOf } from "@/scripts/bootstrap/process-identity.mjs";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "@/scripts/postgres/embedded";

const isRoot = process.getuid?.() === 0;
let folder = "";
let opened: EmbeddedDatabase[] = [];

function makeFolder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "keydesk-embedded-"));
  chmodSync(made, 0o711);
  return made;
}

let made = "";
beforeAll(async () => {
  made = makeFolder();
  await (await openEmbeddedDatabase(made)).stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

/** Puts a database that was made and stopped before into the folder: a copy takes a tenth of making one. */
function putMadeDatabase(): void {
  expect(spawnSync("cp", ["-a", `${made}/.`, folder]).status).toBe(0);
}

beforeEach(() => {
  folder = makeFolder();
});

afterEach(async () => {
  await Promise.all(opened.map((database) => database.stop()));
  opened = [];
  const link = path.join(folder, "postgres");
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) {
    rmSync(path.dirname(realpathSync(link)), { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true });
});

async function open(dataDirectory = folder): Promise<EmbeddedDatabase> {
  const database = await openEmbeddedDatabase(dataDirectory);
  opened.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("it runs on loopback, with a password, durable, in UTF-8, and never as root", async () => {
  const database = await open();
  const settings = `SELECT current_setting('listen_addresses') AS addresses, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS commits, current_setting('server_encoding') AS encoding,
    current_setting('full_page_writes') AS pages, (SELECT datlocale FROM pg_database WHERE datname = 'keydesk') AS locale`;
  expect(await query(database.url, settings)).toEqual([
    { addresses: "127.0.0.1", fsync: "on", commits: "on", encoding: "UTF8", pages: "on", locale: "C.UTF-8" },
  ]);
  const without = new URL(database.url);
  without.password = "guess";
  await expect(query(without.toString(), "SELECT 1")).rejects.toThrow("password authentication failed");
  expect(statSync(path.join(folder, "postgres")).uid).not.toBe(0);
  expect(statSync(path.join(folder, "postgres.password")).mode & 0o077).toBe(0);
});

test("trigram search knows letters beyond ASCII", async () => {
  putMadeDatabase();
  const database = await open();
  await query(database.url, "CREATE EXTENSION pg_trgm");
  expect(await query(database.url, "SELECT similarity('токен', 'токен') AS alike")).toEqual([{ alike: 1 }]);
});

test("what was committed survives stop and start", async () => {
  const first = await open();
  await query(first.url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
  await first.stop();
  opened = [];
  const second = await open();
  expect(await query(second.url, "SELECT id FROM kept")).toEqual([{ id: 42 }]);
});

test("what was noted to be in memory is in memory again soon after a start, before anybody asks for it", async () => {
  putMadeDatabase();
  const first = await open();
  await query(first.url, "CREATE TABLE asked AS SELECT n FROM generate_series(1, 20000) AS n");
  const [{ pages }] = (await query(first.url, "SELECT pg_relation_size('asked') / 8192 AS pages")) as [
    { pages: string },
  ];
  await query(first.url, "CREATE EXTENSION pg_prewarm; CREATE EXTENSION pg_buffercache");
  // Noted now: on a busy machine the process that notes it at a stop may not have begun yet, and refuses until it has.
  const note = () => query(first.url, "SELECT autoprewarm_dump_now()").then(Boolean, () => false);
  await expect.poll(note).toBe(true);
  await first.stop(60_000);
  opened = [];
  const second = await open();
  const inMemory = `SELECT count(*) AS pages FROM pg_buffercache
    WHERE relfilenode = pg_relation_filenode('asked') AND relforknumber = 0`;
  expect(Number(pages)).toBeGreaterThan(50);
  await expect.poll(() => query(second.url, inMemory), { timeout: 120_000 }).toEqual([{ pages }]);
});

/** As Linux numbers them, sched(7); where a system has none, or no program to set one, all run under the first. */
const [usual, batch] = ["0", "3"];
const setsPolicies =
  process.platform === "linux" && spawnSync("chrt", ["-b", "0", "true"], { stdio: "ignore" }).status === 0;

/** Of the session that answers. */
async function policyOf(url: string): Promise<string> {
  if (process.platform !== "linux") return usual!;
  const sql = "SELECT pg_read_file('/proc/' || pg_backend_pid() || '/stat') AS stat";
  const [row] = await query(url, sql);
  // The command's name, in brackets, may hold anything.
  return String(row?.stat).split(") ").at(-1)!.split(" ")[38]!;
}

test("sessions are batch work to the system, from the first on, and after a restart", async () => {
  putMadeDatabase();
  const database = await open();
  const expected = setsPolicies ? batch : usual;
  expect(await policyOf(database.url)).toBe(expected);
  const ended = new Promise((resolve) => database.server().process.once("exit", resolve));
  database.server().process.kill("SIGKILL");
  await ended;
  await database.restart();
  expect(await policyOf(database.url)).toBe(expected);
});

test("a killed server starts again on its port with what was committed", async () => {
  putMadeDatabase();
  const database = await open();
  await query(database.url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
  const ended = new Promise((resolve) => database.server().process.once("exit", resolve));
  database.server().process.kill("SIGKILL");
  await ended;
  await database.restart();
  expect(await query(database.url, "SELECT id FROM kept")).toEqual([{ id: 42 }]);
});

test("a stale postmaster.pid that names an unrelated process is no obstacle, and the process is let live", async () => {
  putMadeDatabase();
  const unrelated = process.pid;
  writeFileSync(
    path.join(folder, "postgres/postmaster.pid"),
    `${unrelated}\n${folder}/postgres\n1\n5432\n\n\n`,
  );
  const database = await open();
  expect(await query(database.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(startMarkOf(unrelated)).not.toBeNull();
});

test("a server that an earlier Keydesk left running is stopped and replaced", async () => {
  putMadeDatabase();
  const orphan = await open();
  await query(orphan.url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
  const pid = orphan.server().process.pid as number;
  expect(commandOf(pid)).toContain("postgres");
  // As it would count, had this process been killed.
  rmSync(path.join(folder, "postgres/keydesk.lock"));
  const database = await open();
  expect(startMarkOf(pid)).toBeNull();
  expect(await query(database.url, "SELECT id FROM kept")).toEqual([{ id: 42 }]);
});

test("a data folder whose link leads to the database of a running Keydesk is refused, and that database goes on", async () => {
  putMadeDatabase();
  const database = await open();
  const copy = path.join(folder, "copy");
  mkdirSync(copy);
  symlinkSync(path.join(folder, "postgres"), path.join(copy, "postgres"));
  copyFileSync(path.join(folder, "postgres.password"), path.join(copy, "postgres.password"));
  await expect(open(copy)).rejects.toMatchObject({
    message: expect.stringContaining(`is in use by another Keydesk (process ${process.pid})`),
    mend: expect.stringContaining("cp -aL"),
  });
  expect(await query(database.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await database.stop();
  opened = [];
  expect(await query((await open(copy)).url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
});

test("what an interrupted first start left is cleared away", async () => {
  mkdirSync(path.join(folder, "postgres.new-99"), { recursive: true });
  writeFileSync(path.join(folder, "postgres.new-99/half"), "made");
  await open();
  expect(readdirSync(folder).sort()).toEqual(["logs", "postgres", "postgres.password"]);
});

test("a folder of another major version is refused and left as it is", async () => {
  putMadeDatabase();
  writeFileSync(path.join(folder, "postgres/PG_VERSION"), "17\n");
  await expect(open()).rejects.toMatchObject({
    message: expect.stringContaining("was made by PostgreSQL 17; this"),
  });
  expect(existsSync(path.join(folder, "postgres/base"))).toBe(true);
});

test("a folder that is no database is refused", async () => {
  mkdirSync(path.join(folder, "postgres"));
  if (isRoot) spawnSync("chown", ["nobody", path.join(folder, "postgres")]);
  await expect(open()).rejects.toThrow("is not a database folder");
});

test("a lost password file is named before anything else happens", async () => {
  putMadeDatabase();
  renameSync(path.join(folder, "postgres.password"), path.join(folder, "lost"));
  await expect(open()).rejects.toThrow("postgres.password is missing");
});

test("a password that is not the database's own is told as such, and nothing stays running", async () => {
  putMadeDatabase();
  writeFileSync(path.join(folder, "postgres.password"), "other\n");
  await expect(open()).rejects.toThrow("does not accept its own password");
  expect(existsSync(path.join(folder, "postgres/postmaster.pid"))).toBe(false);
});

test("a damaged database says why it does not start, and where its log is", async () => {
  putMadeDatabase();
  rmSync(path.join(folder, "postgres/global/pg_control"));
  await expect(open()).rejects.toMatchObject({
    message: expect.stringMatching(/did not start: .*pg_control/),
    mend: expect.stringContaining("logs/postgres.log"),
  });
});

test("a project folder that the database's user cannot enter has its database elsewhere, linked", async () => {
  const closed = path.join(folder, "closed");
  mkdirSync(closed, { mode: 0o700 });
  const database = await open(closed);
  await query(database.url, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (42)");
  await database.stop();
  opened = [];
  const place = path.join(closed, "postgres");
  expect(lstatSync(place).isSymbolicLink()).toBe(isRoot);
  if (isRoot) expect(database.description).toContain(`because its user keydesk cannot enter ${closed}`);
  const again = await open(closed);
  expect(await query(again.url, "SELECT id FROM kept")).toEqual([{ id: 42 }]);
  await again.stop();
  opened = [];
  if (isRoot) rmSync(path.dirname(realpathSync(place)), { recursive: true });
});

test("the log holds no statement and no conflicting value", async () => {
  putMadeDatabase();
  const database = await open();
  await query(database.url, "CREATE TABLE once (name text PRIMARY KEY); INSERT INTO once VALUES ('c4nary')");
  await expect(query(database.url, "INSERT INTO once VALUES ('c4nary')")).rejects.toThrow("duplicate key");
  const log = readFileSync(path.join(folder, "logs/postgres.log"), "utf8");
  expect(log).toContain("duplicate key");
  expect(log).not.toContain("c4nary");
});
