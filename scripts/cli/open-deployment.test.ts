import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { applyMigrations } from "@/prisma/migrate";
import { readMigrations } from "@/prisma/migration-files";
import { createTestDatabase } from "@/prisma/testing";
import { findLockHolder, takeLock } from "@/scripts/bootstrap/lock.mjs";
import { type OpenDeployment, openDeployment } from "@/scripts/cli/open-deployment";
import { openEmbeddedDatabase } from "@/scripts/postgres/embedded";
import { lockFileOf } from "@/scripts/start/claim-data-directory";
import { removeRuntime, writeRuntime } from "@/scripts/start/runtime-file";
import { signLog } from "@/services/audit/log/sign-log";
import { sealAll } from "@/services/testing/audit-log";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

/** A stopped Keydesk whose database is one migration behind, until a test brings it up to date. */
let stopped = "";
let environment: NodeJS.ProcessEnv;
let opened: OpenDeployment[] = [];

beforeAll(async () => {
  stopped = mkdtempSync(path.join(tmpdir(), "keydesk-cli-"));
  chmodSync(stopped, 0o711);
  const database = await openEmbeddedDatabase(stopped);
  await applyMigrations(database.url, readMigrations().slice(0, -1));
  await database.stop();
});

afterAll(() => rmSync(stopped, { recursive: true, force: true }));

beforeEach(() => {
  environment = { ...process.env };
  for (const name of ["DATABASE_URL", "KEYDESK_MASTER_KEY", "PORT", "API_PORT"]) delete process.env[name];
  process.env.KEYDESK_DATA_DIR = stopped;
});

afterEach(async () => {
  await Promise.all(opened.map((deployment) => deployment.close()));
  opened = [];
  process.env = environment;
});

async function open(): Promise<OpenDeployment> {
  const deployment = await openDeployment("/");
  opened.push(deployment);
  return deployment;
}

function isDatabaseStopped(): boolean {
  return (
    !existsSync(path.join(stopped, "postgres/postmaster.pid")) && findLockHolder(lockFileOf(stopped)) === null
  );
}

test("where nothing was started yet, a command says so and makes nothing", async () => {
  const empty = mkdtempSync(path.join(tmpdir(), "keydesk-cli-"));
  process.env.KEYDESK_DATA_DIR = empty;
  await expect(open()).rejects.toThrow(`There is no Keydesk in ${empty} yet.`);
  expect(existsSync(path.join(empty, "postgres"))).toBe(false);
  rmSync(empty, { recursive: true });
});

test("a database older than the code is refused, and stopped again", async () => {
  await expect(open()).rejects.toThrow("The database is older than this Keydesk.");
  expect(isDatabaseStopped()).toBe(true);
});

test("the database of a stopped Keydesk runs for as long as the command does", async () => {
  const database = await openEmbeddedDatabase(stopped);
  await applyMigrations(database.url);
  await database.stop();

  const deployment = await open();
  expect(deployment.isRunning).toBe(false);
  expect(await deployment.context.db.account.count()).toBe(0);
  expect(findLockHolder(lockFileOf(stopped))?.program).toBe("cli");
  await deployment.close();
  opened = [];
  expect(isDatabaseStopped()).toBe(true);
});

test("a running Keydesk is asked where its database and its addresses are", async () => {
  const database = await createTestDatabase();
  const lock = takeLock(lockFileOf(stopped), "start");
  const runtime = { deskUrl: "https://desk.example.com", apiUrl: "http://localhost:4199" };
  writeRuntime(stopped, { ...runtime, pid: process.pid, databaseUrl: database.url, startedAt: "" });
  const { context, isRunning } = await open();
  expect(isRunning).toBe(true);
  expect(context.config).toMatchObject({ ...runtime, databaseUrl: database.url });
  await opened.pop()?.close();
  removeRuntime(stopped);
  if (lock.kind === "taken") lock.release();
  await database.drop();
});

test("a database in use without its master key is refused: tokens made under a new one would never verify", async () => {
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  const elsewhere = mkdtempSync(path.join(tmpdir(), "keydesk-cli-"));
  process.env.KEYDESK_DATA_DIR = elsewhere;
  const first = await open();
  await first.context.db.account.create({
    data: {
      id: "01890000-0000-7000-8000-000000000001",
      locator: "abcdefgh",
      name: "A",
      createdAt: new Date(),
    },
  });
  await opened.pop()?.close();
  rmSync(path.join(elsewhere, "master.key"));
  await expect(open()).rejects.toThrow(/master\.key is missing/);
  expect(existsSync(path.join(elsewhere, "master.key"))).toBe(false);
  writeFileSync(path.join(elsewhere, "master.key"), "short");
  await expect(open()).rejects.toThrow(/The master key cannot be used: .* is damaged/);
  rmSync(elsewhere, { recursive: true });
  await database.drop();
});

test("a master key that is not the database's own is refused: a token made under it would never verify", async () => {
  const world = await openWorld();
  await makeToken(world.acme);
  await sealAll(world);
  const { context } = world.acme.administrator;
  await signLog(context, world.acme.accountId, world.clock.now);
  process.env.DATABASE_URL = world.url;
  process.env.KEYDESK_MASTER_KEY = Buffer.alloc(32, 8).toString("base64");
  const attempt = open().then(() => "opened", String);
  expect(await attempt).toContain("The master key is not the one that this database was made with");
  process.env.KEYDESK_MASTER_KEY = Buffer.alloc(32, 7).toString("base64");
  expect(await (await open()).context.db.account.count()).toBeGreaterThan(0);
  await opened.pop()?.close();
  await world.close();
});
